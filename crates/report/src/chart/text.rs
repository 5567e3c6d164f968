//! How wide a text will be, about, and where to break it: between words, and in Chinese at punctuation first.

/// Marks that may not begin a line.
const CLOSING: &str = "，。；：、？！”’）》】…,.;:?!)";
/// Marks after which a Chinese line may end.
const PAUSES: &str = "，。；：、？！";

/// About how many ems a character takes.
fn ems(c: char) -> f64 {
    match c {
        ' ' => 0.28,
        'i' | 'j' | 'l' | 't' | 'f' | 'r' | 'I' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' => 0.31,
        'm' | 'w' | 'M' | 'W' => 0.84,
        'A'..='Z' => 0.64,
        '0'..='9' => 0.56,
        c if is_wide(c) => 1.0,
        _ => 0.54,
    }
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FF60}' | '\u{AC00}'..='\u{D7AF}')
        || matches!(c, '“' | '”' | '‘' | '’' | '…')
}

/// About how wide the text is, in units of the drawing.
pub fn width(text: &str, size: f64) -> f64 {
    text.chars().map(ems).sum::<f64>() * size
}

/// The same in bold, which is wider in Latin letters and no wider in Chinese.
pub fn bold_width(text: &str, size: f64) -> f64 {
    let one = |c: char| if is_wide(c) { ems(c) } else { 1.12 * ems(c) };
    text.chars().map(one).sum::<f64>() * size
}

/// Breaks a text into at most `lines_max` lines; what does not fit ends in an ellipsis.
pub fn wrap(text: &str, size: f64, room: f64, lines_max: usize) -> Vec<String> {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut lines: Vec<String> = Vec::new();
    for piece in pieces(&one_line, size, room) {
        let fits = lines.last().is_some_and(|line| width(line, size) + width(&piece, size) <= room);
        match lines.last_mut() {
            Some(line) if fits => line.push_str(&piece),
            _ => lines.push(piece.trim_start().to_owned()),
        }
    }
    let too_long = lines.len() > lines_max;
    lines.truncate(lines_max);
    if too_long && let Some(last) = lines.last_mut() {
        while !last.is_empty() && width(last, size) + size > room {
            // Whole words go; in Chinese, which has no spaces, single characters do.
            let keep = last
                .trim_end()
                .rfind(' ')
                .unwrap_or_else(|| last.char_indices().next_back().map_or(0, |(at, _)| at));
            last.truncate(keep);
        }
        let kept = last.trim_end().trim_end_matches(|c| CLOSING.contains(c)).to_owned();
        *last = format!("{kept}…");
    }
    lines.into_iter().map(|line| line.trim_end().to_owned()).collect()
}

/// What must stay together: words with the space before them, Chinese up to a pause where that fits the room,
/// else single characters with their closing marks.
fn pieces(text: &str, size: f64, room: f64) -> Vec<String> {
    let mut pieces = Vec::new();
    let mut current = String::new();
    for c in text.chars() {
        if c == ' ' && !current.is_empty() {
            pieces.push(std::mem::take(&mut current));
        }
        current.push(c);
        if PAUSES.contains(c) {
            pieces.push(std::mem::take(&mut current));
        }
    }
    pieces.push(current);
    let split = pieces.into_iter().flat_map(|piece| {
        if width(&piece, size) > room { characters(&piece) } else { vec![piece] }
    });
    split.filter(|piece| !piece.is_empty()).collect()
}

fn characters(piece: &str) -> Vec<String> {
    let mut parts: Vec<String> = Vec::new();
    for c in piece.chars() {
        let joins = CLOSING.contains(c) || parts.last().is_some_and(|p| p == " ");
        match parts.last_mut() {
            Some(last) if joins => last.push(c),
            _ => parts.push(c.to_string()),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_breaks_at_punctuation_and_never_begins_a_line_with_it() {
        let lines = wrap("今天成家，比父母那一代更难。", 16.0, 16.0 * 10.0, 3);
        assert_eq!(lines, ["今天成家，", "比父母那一代更难。"]);
        for room in 3..14_u32 {
            for line in wrap("今天成家，比父母那一代更难。", 16.0, 16.0 * f64::from(room), 9)
            {
                assert!(!line.starts_with(['，', '。']), "{line} at {room}");
            }
        }
    }

    #[test]
    fn english_breaks_between_words_and_says_when_it_is_cut() {
        let text = "Hospitals on both sides should share what went wrong, not only what went well.";
        let lines = wrap(text, 16.0, 240.0, 2);
        assert_eq!(lines.len(), 2);
        assert!(lines[1].ends_with('…'), "{lines:?}");
        assert_eq!(wrap("short", 16.0, 240.0, 2), ["short"]);
        assert_eq!(wrap("", 16.0, 240.0, 2), Vec::<String>::new());
    }
}
