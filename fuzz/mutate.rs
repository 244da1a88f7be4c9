//! Changes files of the corpus at random and gives them to a door: `mutate DOOR SECONDS [SEED]`. It needs no instrumented build, and sees no coverage;
//! `cargo fuzz run` does. The input that is tried stands in `found/DOOR/current` while it is, so that it is there after an abort; what panics or
//! takes longer than two seconds is kept beside it.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs, panic, process};

mod doors;

/// Longer than this and an input is kept as slow.
const SLOW: Duration = Duration::from_secs(2);
/// No input is longer.
const LONGEST: usize = 1 << 16;

/// What the doors look for.
const PIECES: &[&str] = &[
    "“",
    "”",
    "\"",
    "‘",
    "’",
    "«",
    "»",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1}",
    "\u{feff}",
    "\u{fffe}",
    "\u{202e}",
    "😀",
    "é",
    "e\u{301}",
    " said ",
    " said Ann Lee",
    "according to ",
    "P7: ",
    "Q: ",
    "00:00:01.000 --> 00:00:02.000\n",
    "&",
    "&amp;",
    "&#0;",
    "<",
    ">",
    "<b>",
    "</b>",
    "<p>",
    "<div>",
    "<table><tr><td>",
    "<!--",
    "]]>",
    "<![CDATA[",
    "<script>",
    "/>",
    "=1+1",
    ",",
    ";",
    "…",
    "[…]",
    "- ",
    "# ",
    "> ",
    "| ",
    "*",
    "a* ",
    "{\"id\":1,\"text\":\"",
    "\"}",
    "[[theme]]\n",
    "name = \"",
    "quote_id,themes\n",
    "1048576",
    "-1",
    "99999999999999999999",
    "1e400",
    "table:number-columns-repeated=\"16384\"",
    "r=\"XFD1048576\"",
    "%PDF-1.4\n",
    "endobj\n",
    "stream\n",
    "<< /Type /Page >>",
    "PK\u{3}\u{4}",
];

/// Numbers that look random, always the same for one seed.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }
}

fn main() {
    let args: Vec<String> = env::args().skip(1).collect();
    let (name, seconds) = match &args[..] {
        [name, seconds, ..] => (name.as_str(), seconds.parse().unwrap_or(60)),
        _ => usage(),
    };
    let Some(door) = doors::DOORS.iter().find(|door| door.name == name) else { usage() };
    let mut random = Random(args.get(2).and_then(|seed| seed.parse().ok()).unwrap_or(1) | 1);
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    let seeds = files(&home.join("corpus").join(name));
    let found = home.join("found").join(name);
    fs::create_dir_all(&found).expect("a folder for what is found");
    panic::set_hook(Box::new(|_| {}));
    let (start, mut runs, mut bytes, mut faults) = (Instant::now(), 0_u64, 0_u64, 0);
    while start.elapsed() < Duration::from_secs(seconds) {
        let input = changed(&seeds, &mut random);
        fs::write(found.join("current"), &input).expect("the input can be written");
        let began = Instant::now();
        let broken = panic::catch_unwind(|| (door.check)(&input)).is_err();
        runs += 1;
        bytes += input.len() as u64;
        if broken || began.elapsed() > SLOW {
            faults += 1;
            let kind = if broken { "crash" } else { "slow" };
            fs::write(found.join(format!("{kind}-{runs}")), &input).expect("the input can be kept");
        }
    }
    let _ = fs::remove_file(found.join("current"));
    println!("{name}: {runs} executions, {bytes} bytes, {faults} kept in {}", found.display());
    process::exit(i32::from(faults > 0));
}

fn usage() -> ! {
    let names: Vec<&str> = doors::DOORS.iter().map(|door| door.name).collect();
    eprintln!("mutate DOOR SECONDS [SEED]; doors: {}", names.join(", "));
    process::exit(2)
}

fn files(folder: &Path) -> Vec<Vec<u8>> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder).map_or(Vec::new(), |all| all.flatten().map(|entry| entry.path()).collect());
    paths.sort();
    paths.iter().filter_map(|path| fs::read(path).ok()).collect()
}

/// One of the files with a few changes: bytes turned, pieces put in, parts cut out, doubled or taken from another.
fn changed(seeds: &[Vec<u8>], random: &mut Random) -> Vec<u8> {
    let mut input = seeds.get(random.below(seeds.len())).cloned().unwrap_or_default();
    for _ in 0..=random.below(8) {
        let at = random.below(input.len() + 1);
        let end = (at + 1 + random.below(64)).min(input.len());
        match random.below(6) {
            0 if at < input.len() => input[at] ^= 1 << random.below(8),
            1 => drop(input.splice(at..at, PIECES[random.below(PIECES.len())].bytes())),
            2 if at < end => drop(input.drain(at..end)),
            3 if at < end => {
                let part = input[at..end].repeat(1 + random.below(16));
                drop(input.splice(at..at, part));
            }
            4 => {
                let other = seeds.get(random.below(seeds.len())).map(Vec::as_slice).unwrap_or_default();
                let from = random.below(other.len() + 1);
                let part = &other[from..(from + random.below(256)).min(other.len())];
                drop(input.splice(at..at, part.iter().copied()));
            }
            _ if at < input.len() => input[at] = random.below(256) as u8,
            _ => input.push(random.below(256) as u8),
        }
    }
    input.truncate(LONGEST);
    input
}
