//! A table of turns becomes the text of a transcript: captions where the turns have times, else labels and turns.

/// One row.
pub(super) struct Turn {
    pub(super) time: String,
    pub(super) speaker: String,
    pub(super) text: String,
}

/// The turns as captions (WebVTT), each with its speaker; without times as `Speaker: text`.
pub(super) fn text(turns: &[Turn]) -> String {
    let line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let starts: Vec<Option<f64>> = turns.iter().map(|turn| seconds(&turn.time)).collect();
    let timed = starts.iter().flatten().count();
    if turns.is_empty() {
        return String::new();
    }
    if timed * 2 <= turns.len() {
        let turn = |turn: &Turn| match turn.speaker.as_str() {
            "" => line(&turn.text),
            speaker => format!("{}: {}", line(speaker), line(&turn.text)),
        };
        return turns.iter().map(turn).collect::<Vec<_>>().join("\n\n");
    }
    // Whole numbers that grow by hundreds are thousandths of a second.
    let whole = turns.iter().all(|turn| turn.time.bytes().all(|byte| byte.is_ascii_digit()));
    let thousandths =
        whole && starts.iter().flatten().fold(0.0_f64, |most, start| most.max(*start)) > 200.0 * turns.len() as f64;
    let scale = if thousandths { 0.001 } else { 1.0 };
    let mut captions = "WEBVTT\n".to_owned();
    let mut at = 0.0;
    for (number, turn) in turns.iter().enumerate() {
        at = starts[number].map_or(at, |start| start * scale);
        let end = starts[number + 1..].iter().flatten().next().map_or(at + 1.0, |next| (next * scale).max(at));
        let voice = if turn.speaker.is_empty() {
            String::new()
        } else {
            format!("<v {}>", line(&turn.speaker).replace(['<', '>'], ""))
        };
        captions.push_str(&format!("\n{} --> {}\n{voice}{}\n", clock(at), clock(end), line(&turn.text)));
    }
    captions
}

/// What stands between the two times of a range.
const RANGES: [&str; 4] = [" - ", " – ", "–", "-->"];

/// `00:01:05.200`, `1:05`, `65.2`, also behind a day or in front of the end of a range.
fn seconds(time: &str) -> Option<f64> {
    let begins = RANGES.iter().find_map(|sign| time.split_once(sign)).map_or(time, |(begins, _)| begins);
    let time = begins.trim().trim_start_matches('[').trim_end_matches([']', 'Z', 's']);
    let time = time.rsplit([' ', 'T']).next()?.replace(',', ".");
    let parts: Vec<f64> = time.split(':').map(|part| part.parse().ok()).collect::<Option<_>>()?;
    let valid = parts.iter().all(|part| part.is_finite() && *part >= 0.0);
    match parts[..] {
        _ if !valid => None,
        [seconds] => Some(seconds),
        [minutes, seconds] => Some(minutes * 60.0 + seconds),
        // The fourth counts frames.
        [hours, minutes, seconds] | [hours, minutes, seconds, _] => Some(hours * 3600.0 + minutes * 60.0 + seconds),
        _ => None,
    }
}

fn clock(seconds: f64) -> String {
    let thousandths = (seconds * 1000.0).round() as u64;
    let (hours, minutes) = (thousandths / 3_600_000, thousandths / 60_000 % 60);
    format!("{hours:02}:{minutes:02}:{:02}.{:03}", thousandths / 1000 % 60, thousandths % 1000)
}
