#!/usr/bin/env python3
"""Checks the account of a draw, and shares nothing with the program that made it.

    python3 verify.py public.jsonl [--auditors auditors.jsonl] [--before earlier-public.jsonl]

One line per check: "ok", "WRONG", or "not given". Ends with 0 if nothing is wrong, with 1 if something is.
Needs Python 3.8 or newer and nothing else. How a draw works is told in docs/methods/lottery.md.
"""

import hashlib
import json
import re
import sys
import unicodedata
from fractions import Fraction

KEEPERS = ("A", "B")
TICKETS = 1000
BELOW = TICKETS * (2**64 // TICKETS)
NEAR = Fraction(1, 10**6)
FEW = 10
CALLS_MAX = 3
results = []


def say(name, outcome):
    """Notes a check; True and False are its outcome, None means that what it needs is not there."""
    results.append(outcome)
    print({True: "ok        ", False: "WRONG     ", None: "not given "}[outcome], name)


def sha(purpose, *parts):
    return hashlib.sha256(purpose.encode() + b"".join(parts)).digest()


def key(text):
    """What two spellings of one value have in common."""
    return " ".join(unicodedata.normalize("NFKC", text).lower().split())


def refuse(text):
    raise ValueError(f"{text} is no whole number")


def read(path):
    """Records of an account: canonical lines, each with the digest of the one before."""
    before, records = "0" * 64, []
    with open(path, encoding="utf-8", newline="\n") as file:
        lines = file.read().split("\n")
    if lines and lines[-1] == "":
        lines.pop()
    for number, line in enumerate(lines, 1):
        record = json.loads(line, parse_float=refuse, parse_constant=refuse)
        canonical = json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        if canonical != line:
            raise ValueError(f"line {number} is not canonical")
        if record["before"] != before:
            raise ValueError(f"line {number} does not follow the line before it")
        before = hashlib.sha256(line.encode()).hexdigest()
        record["digest"] = before
        records.append(record)
    return records


def of(records, kind):
    return [record for record in records if record["record"] == kind]


class Public:
    """The account that everybody has."""

    def __init__(self, records):
        self.records = records
        self.rules = of(records, "rules")[-1]
        self.commitment = of(records, "commitment")[-1]
        self.at = records.index(self.commitment)
        self.after = records[self.at + 1:]
        self.tickets = [line.split(" ") for line in of(records, "portfolio")[-1]["tickets"]]
        self.numbers = {f"{pool['side']}-{rank:04}" for pool in of(records, "pool")
                        for rank in range(1, len(pool["commitments"]) + 1)}

    def said(self, kind, keeper):
        own = [record for record in of(self.after, kind) if record["keeper"] == keeper]
        return own[0] if own else None

    def secret(self, keeper):
        own = self.said("reveal", keeper)
        return bytes.fromhex(own["secret"]) if own else b""

    def check(self):
        rules, kinds = self.rules, [record["record"] for record in self.records]
        fixed = []
        for kind in kinds[kinds[0] == "continues":self.at + 1]:
            if not (kind == "pool" and fixed and fixed[-1] == "pool"):
                fixed.append(kind)
        pools = of(self.records, "pool")
        order = ["rules", "pool", "chances", "portfolio", "sealed", "commitment"]
        later = {"approval", "reveal", "draw", "delegation", "replacement"}
        say("rules, pool, chances, tickets and seal come first, in this order",
            fixed == order and set(kinds[self.at + 1:]) <= later and rules["tickets"] == TICKETS
            and all(pool["commitments"] == sorted(set(pool["commitments"])) for pool in pools)
            and [pool["side"] for pool in pools] == sorted({pool["side"] for pool in pools})
            and of(self.records, "chances")[0]["people"] == len(self.numbers)
            and self.commitment["hashes"]["A"] != self.commitment["hashes"]["B"]
            and all(0 <= quota["min"] <= quota["max"] for quota in rules["quotas"]))
        must, never = set(rules["must_in"]), set(rules["must_out"])
        say("a thousand tickets, each of so many different known people",
            len(self.tickets) == TICKETS and self.tickets == sorted(self.tickets)
            and all(len(ticket) == rules["seats"] and ticket == sorted(set(ticket)) and self.numbers >= set(ticket)
                    and must <= set(ticket) and not never & set(ticket) for ticket in self.tickets))
        self.check_keepers()
        self.check_times()
        self.check_draw()

    def check_keepers(self):
        digest = bytes.fromhex(self.commitment["digest"])
        opened = [keeper for keeper in KEEPERS if self.said("reveal", keeper)]
        kinds = [record["record"] for record in self.after]
        who = sorted(record["keeper"] for record in of(self.after, "approval"))
        # Nothing is opened or drawn before both have approved.
        right = (kinds[:len(who)] == ["approval"] * len(who)
                 and (who == list(KEEPERS) or (len(kinds) == len(who) and len(who) < 2)))
        right = right and all(sha("beringia/draw/1/approval", self.secret(keeper), digest).hex()
                              == self.said("approval", keeper)["code"] for keeper in opened)
        say("both keepers approved exactly this", right and (True if len(opened) == 2 else None))
        right = all(sha("beringia/draw/1/secret", self.secret(keeper)).hex() == self.commitment["hashes"][keeper]
                    for keeper in opened)
        say("the secrets are those whose digests were committed", right and (True if len(opened) == 2 else None))

    def check_times(self):
        start, reveal_by, draw_at = self.commitment["at"], self.rules["reveal_by"], self.rules["draw_at"]
        acts = [record["at"] for record in self.after if record["record"] in ("approval", "reveal")]
        say("commitment, approvals, secrets and value follow each other in time",
            start < reveal_by < draw_at and acts == sorted(acts) and all(start <= at < reveal_by for at in acts))

    def check_draw(self):
        draws = of(self.after, "draw")
        if not draws:
            say("seed and ticket", None)
            say("the delegation is the drawn line", None)
            return
        draw, kind = draws[0], self.rules["source"]["kind"]
        if not re.fullmatch("[0-9a-f]{64}" if kind == "beacon" else "[0-9]{3} [0-9]{3}", draw["value"]):
            raise ValueError("the value is none of the kind agreed on")
        value = bytes.fromhex(draw["value"]) if kind == "beacon" else draw["value"].encode()
        self.seed = sha("beringia/draw/1/seed", bytes.fromhex(self.commitment["digest"]),
                        self.secret("A"), self.secret("B"), value)
        if kind == "beacon":
            values = 1
            while (number := block("ticket", self.seed, values - 1)) >= BELOW:
                values += 1
            ticket = number % TICKETS
        else:
            values, ticket = 0, sum(int(part) for part in draw["value"].split(" ")) % TICKETS
        place = self.after.index(draw)
        lapsed = [keeper for keeper in KEEPERS if not self.said("reveal", keeper)]
        say("seed and ticket follow from commitment, secrets and value",
            len(draws) == 1 and draw["seed"] == self.seed.hex() and draw["ticket"] == ticket
            and draw["values"] == values and draw["lapsed"] == lapsed
            and all(record["record"] not in ("approval", "reveal") for record in self.after[place:]))
        delegation = of(self.after, "delegation")
        say("the delegation is the drawn line",
            len(delegation) == 1 and ticket < len(self.tickets) and delegation[0]["numbers"] == self.tickets[ticket])
        self.check_replaced(delegation[0]["numbers"])

    def check_replaced(self, first):
        """Who left was in the delegation; who came was not, is known, and may."""
        now, left, last, right = set(first), set(), self.rules["draw_at"], True
        for record in of(self.after, "replacement"):
            out, called = [entry["number"] for entry in record["out"]], record["in"]
            right = (right and len(out) == len(called) == len(set(called)) and record["at"] >= last
                     and set(called) <= self.numbers - now - left - set(self.rules["must_out"])
                     and len(set(out)) == len(out) and set(out) <= now)
            last, left, now = record["at"], left | set(out), now - set(out) | set(called)
        say("who left was in the delegation, and who stepped in may", right if last != self.rules["draw_at"] else None)

    def standing(self):
        """Who is in the delegation, and who left it."""
        now, left = set(of(self.after, "delegation")[0]["numbers"]), set()
        for record in of(self.after, "replacement"):
            out = {entry["number"] for entry in record["out"]}
            now, left = now - out | set(record["in"]), left | out
        return now, left

    def continues(self, before):
        """Same people, seats and quotas; whoever stays must come, whoever left must not."""
        now, left = before.standing()
        out = {entry["number"] for entry in self.records[0]["out"]}
        pools = [[(pool["side"], pool["commitments"]) for pool in of(own.records, "pool")] for own in (self, before)]
        return (self.records[0]["account"] == before.records[-1]["digest"] and out <= now and pools[0] == pools[1]
                and all(self.rules[part] == before.rules[part] for part in ("seats", "quotas", "one_per", "sides"))
                and set(self.rules["must_in"]) == now - out
                and set(self.rules["must_out"]) == set(before.rules["must_out"]) | left | out)

    def compare(self):
        """What no program can know: whether this is what was said in public before the draw."""
        hashes = self.commitment["hashes"]
        print("\ncompare by hand, with what both sides published before the draw:")
        print("  commitment", self.commitment["digest"])
        print("  digests of the secrets", ascii(hashes["A"]), ascii(hashes["B"]))
        for draw in of(self.after, "draw"):
            print(" ", ascii(self.rules["source"]["named"]), "must have been", ascii(draw["value"]))


def block(purpose, seed, count):
    return int.from_bytes(sha(f"beringia/draw/1/{purpose}", seed, count.to_bytes(4, "big"))[:8], "big")


class Auditors:
    """What the auditors of both sides have beside it."""

    def __init__(self, public, records):
        self.public, self.records = public, records
        self.people = {record["number"]: record for record in of(records, "applicant")}
        self.quotas = public.rules["quotas"]
        sides = public.rules["sides"]
        self.rows = {}
        for number, person in self.people.items():
            values = {key(name): key(value) for name, value in person["values"].items()}
            self.rows[number] = [at for at, quota in enumerate(self.quotas)
                                 if values.get(key(quota["feature"])) == key(quota["value"])
                                 and ("side" not in quota or sides[quota["side"]] == person.get("side"))]
        self.homes = {}
        for number, person in self.people.items():
            for home in person["homes"].items():
                self.homes.setdefault(home, set()).add(number)

    def keeps(self, ticket):
        """Whether these people keep every quota, and are one per household."""
        counts = [0] * len(self.quotas)
        for number in ticket:
            for row in self.rows[number]:
                counts[row] += 1
        homes = [home for number in ticket for home in self.people[number]["homes"].items()]
        return (len(homes) == len(set(homes))
                and all(quota["min"] <= count <= quota["max"] for quota, count in zip(self.quotas, counts)))

    def check(self):
        public = self.public
        say("what the auditors have is what was sealed",
            of(public.records, "sealed")[-1]["auditors"] == self.records[-1]["digest"])
        known = (set(self.people) == public.numbers
                 and len(of(self.records, "applicant")) == len(public.numbers))
        chance = {number: Fraction(person["chance"]) for number, person in self.people.items()}
        must, never = set(public.rules["must_in"]), set(public.rules["must_out"])
        say("every ticket keeps every quota, and one per household",
            known and all(self.keeps(ticket) for ticket in public.tickets))
        counts = dict.fromkeys(self.people, 0)
        for ticket in public.tickets:
            for number in ticket:
                counts[number] = counts.get(number, 0) + 1
        say("everybody is in as many tickets as her chance says, give or take one",
            known and all(person["tickets"] == counts[number]
                          and abs(counts[number] - TICKETS * chance[number]) < 1 + NEAR
                          for number, person in self.people.items())
            and all(chance[number] == 1 for number in must) and all(chance[number] == 0 for number in never)
            and abs(sum(chance.values()) - public.rules["seats"]) < NEAR)
        say("what everybody sees of chances is what is here", known and self.summary(chance, never))
        alike = {}
        for number, person in self.people.items():
            homes = [self.homes[home] - never for home in person["homes"].items()]
            mates = sorted(tuple(sorted(tuple(self.rows[mate]) for mate in home)) for home in homes if len(home) > 1)
            if number not in must | never and not any(home & must for home in homes):
                alike.setdefault((tuple(self.rows[number]), tuple(mates)), []).append(number)
        single = len(public.rules["one_per"]) < 2
        say("people who are alike have the same chance, and tickets within one",
            all(len({self.people[number]["chance"] for number in group}) == 1
                and max(counts[number] for number in group) - min(counts[number] for number in group) <= 1
                for group in alike.values()) if single else None)
        levels = of(self.records, "level")
        say("multipliers prove that no lottery gives the least more", self.proven(levels) if levels else None)
        say("whoever stepped in is whom the order of call names", self.replacements())

    def summary(self, chance, never):
        """Counts anew what everybody sees."""
        own = of(self.public.records, "chances")[0]
        none = sum(chance[number] == 0 for number in chance if number not in never)
        bins = []
        for percent in range(int(100 * min(chance.values())), 101):
            people = sum(Fraction(percent, 100) <= one < Fraction(percent + 1, 100) for one in chance.values())
            if bins and bins[-1]["people"] < FEW:
                bins[-1] = {"from": bins[-1]["from"], "below": percent + 1, "people": bins[-1]["people"] + people}
            else:
                bins.append({"from": percent, "below": percent + 1, "people": people})
        if len(bins) > 1 and bins[-1]["people"] < FEW:
            last = bins.pop()
            bins[-1]["below"] = last["below"]
            bins[-1]["people"] += last["people"]
        return (own["people"] == len(chance) and Fraction(own["smallest"]) == min(c for c in chance.values() if c > 0)
                and own["never"] == ("few" if 0 < none < FEW else str(none)) and own["histogram"] == bins
                and own["exact"] == bool(of(self.records, "level")))

    def proven(self, levels):
        """Adds up multipliers, level by level (docs/methods/lottery.md)."""
        rules, chance = self.public.rules, {n: Fraction(p["chance"]) for n, p in self.people.items()}
        settled = set(rules["must_in"]) | set(rules["must_out"])
        for people in self.homes.values():
            if people & set(rules["must_in"]):
                settled |= people
        bounds = [(rules["seats"], rules["seats"])] + [(quota["min"], quota["max"]) for quota in self.quotas]
        for stage in levels:
            level = Fraction(stage["chance"])
            if level >= 1:
                if any(chance[number] < 1 for number in chance if number not in settled):
                    return False
                settled = set(chance)
                continue
            row = [0] * len(bounds)
            bound = 0
            for at, by in stage["rows"]:
                row[at] += by
                bound += by * bounds[at][by > 0]
            sums = {number: row[0] + sum(row[at + 1] for at in rows) for number, rows in self.rows.items()}
            for number, by in stage["people"]:
                sums[number] += by
                bound += by
            for kind, home, by in stage["homes"]:
                bound += by
                for number in self.homes[kind, home]:
                    sums[number] += by
            if any(by < 0 for *_, by in stage["people"] + stage["homes"]):
                return False
            # What is left of the bound when the settled have theirs and all others have the level: whoever of these
            # counts R has at most left / R more.
            left = bound - sum(sums[number] * (chance[number] if number in settled else level) for number in sums)
            others = [number for number in sums if number not in settled]
            if any(sums[number] < 0 or chance[number] < level - NEAR for number in others):
                return False
            held = [number for number in others if sums[number] > 0 and abs(left) <= NEAR * sums[number]]
            if not held or any(abs(chance[number] - level) > NEAR for number in held):
                return False
            settled |= set(held)
        return settled == set(chance)

    def replacements(self):
        made = of(self.public.after, "replacement")
        if not made:
            return None
        first = set(of(self.public.after, "delegation")[0]["numbers"])
        never = set(self.public.rules["must_in"]) | set(self.public.rules["must_out"])
        order = [number for number in self.people if number not in first | never]
        count = 0
        for at in range(len(order) - 1, 0, -1):
            top = 2**64 - 2**64 % (at + 1)
            while (number := block("alternates", self.public.seed, count)) >= top:
                count += 1
            count += 1
            other = number % (at + 1)
            order[at], order[other] = order[other], order[at]
        now, left = set(first), set()
        for record in made:
            out = {entry["number"] for entry in record["out"]}
            if not out <= now or len(out) > CALLS_MAX:
                return False
            left |= out
            now -= out
            waiting = [number for number in order if number not in left | now]
            called = self.first(sorted(now), waiting, self.public.rules["seats"] - len(now))
            if called != record["in"]:
                return False
            now |= set(called)
        return True

    def first(self, stay, waiting, seats):
        """The first people in this order with whom the delegation keeps all rules."""
        if seats == 0:
            return [] if self.keeps(stay) else None
        counts = [0] * len(self.quotas)
        for number in stay:
            for row in self.rows[number]:
                counts[row] += 1
        short = {row for row, quota in enumerate(self.quotas) if quota["min"] - counts[row] >= seats}
        if any(quota["min"] - counts[row] > seats for row, quota in enumerate(self.quotas)):
            return None
        for at, number in enumerate(waiting):
            own = set(self.rows[number])
            if short <= own and all(counts[row] < self.quotas[row]["max"] for row in own):
                rest = self.first(stay + [number], waiting[at + 1:], seats - 1)
                if rest is not None:
                    return [number] + rest
        return None


def main(arguments):
    given = {"--auditors": None, "--before": None}
    for name in given:
        if name in arguments[:-1]:
            at = arguments.index(name)
            given[name] = arguments[at + 1]
            del arguments[at:at + 2]
    if len(arguments) != 1:
        sys.exit(__doc__)
    try:
        public = Public(read(arguments[0]))
        say("each line follows the one before, in its one form", True)
        public.check()
        if given["--auditors"]:
            Auditors(public, read(given["--auditors"])).check()
        if public.records[0]["record"] == "continues":
            before = given["--before"] and Public(read(given["--before"]))
            say("it goes on where the account before it ended", public.continues(before) if before else None)
        public.compare()
    except (ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError, RecursionError, OSError) as error:
        say(f"the account can be read ({error!a})", False)
    print("\nSOMETHING IS WRONG" if False in results else "\nnothing is wrong with what could be checked")
    return 1 if False in results else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
