// Only improves: every page works without. Fills the hundred as a number is chosen, keeps both fields in step,
// and lets a reload show the next statement instead of sending the last answer again.
history.replaceState(null, "", location.pathname);

const hundred = document.querySelector("[data-hundred]");
if (hundred) {
  const radios = [...document.querySelectorAll('input[name="share"]')];
  const typed = document.querySelector('input[name="typed"]');
  const people = [...hundred.querySelectorAll("[data-n]")];
  const fill = (share) => {
    for (const person of people) person.classList.toggle("filled", Number(person.dataset.n) <= share);
  };
  for (const radio of radios) {
    radio.addEventListener("change", () => {
      typed.value = radio.value;
      fill(Number(radio.value));
    });
  }
  typed.addEventListener("input", () => {
    const share = Number(typed.value);
    const whole = typed.value !== "" && Number.isInteger(share) && share >= 0 && share <= 100;
    for (const radio of radios) radio.checked = whole && radio.value === String(share);
    fill(whole ? share : 0);
  });
}
