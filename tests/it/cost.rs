//! What things cost: every door, with input that is hard for it, takes twice the time and twice the memory for twice the input, and no more.
//!
//! Time is what this thread has had of a processor, the least of several runs; memory is what this thread has asked for. So a busy machine changes little.
//! `VERBATIMS_COST=20` measures at sizes that take twenty times as long, and allows less.

use std::time::Duration;

mod files;
mod searches;
mod tables;
mod texts;
mod themes;

/// Something that is done with input of one size, made before it is measured.
type Job = Box<dyn Fn() + Send>;

/// A door and a kind of input, whose size is a number of lines, rows, names or marks.
struct Case {
    name: String,
    least: usize,
    most: usize,
    job: Box<dyn Fn(usize) -> Job + Send>,
}

fn case(name: impl Into<String>, job: impl Fn(usize) -> Job + Send + 'static) -> Case {
    Case { name: name.into(), least: 16, most: LARGEST, job: Box::new(job) }
}

impl Case {
    /// From this size on, where another way is taken for more.
    fn from(mut self, least: usize) -> Self {
        self.least = least;
        self
    }

    /// Up to this size, where making the input takes longer than what is measured.
    fn upto(mut self, most: usize) -> Self {
        self.most = most;
        self
    }
}

/// How much a doubling of the input may multiply time and memory by. What sorts is a little above two.
const RATIO: f64 = 2.2;
/// How much it may multiply the time by where other tests run beside it, whose memory is in the way of the largest size most. What looks at all pairs takes four
/// times as long.
const BUSY: f64 = 2.6;
/// A size is large enough when it takes this long, and no longer mostly what every size takes.
const ENOUGH: Duration = Duration::from_millis(2);
/// Input is not made larger than this, however quick it is.
const LARGEST: usize = 1 << 14;
/// Memory that every size may take.
const FREE: f64 = 256e3;

/// The time that this thread has had of a processor.
#[cfg(unix)]
pub(super) fn processor_time() -> Duration {
    let told = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(told.tv_sec.unsigned_abs(), u32::try_from(told.tv_nsec).unwrap())
}

/// The time that has passed, where the system does not tell that of a thread.
#[cfg(not(unix))]
pub(super) fn processor_time() -> Duration {
    static START: std::sync::LazyLock<std::time::Instant> = std::sync::LazyLock::new(std::time::Instant::now);
    START.elapsed()
}

fn time(job: &Job) -> Duration {
    let start = processor_time();
    job();
    processor_time().saturating_sub(start)
}

/// The most memory that a job has at once, beyond what it was given.
fn memory(job: &Job) -> f64 {
    allocation_counter::measure(job).bytes_max as f64
}

/// How many times longer than usual is measured.
fn patience() -> u32 {
    std::env::var("VERBATIMS_COST").ok().and_then(|told| told.parse().ok()).unwrap_or(1)
}

/// The ratio that is allowed: the strict one where somebody measures for longer, and has the machine for himself.
fn allowed() -> f64 {
    if patience() > 1 { RATIO } else { BUSY }
}

/// Half of the smallest size that is measured: one that takes long enough.
fn start(case: &Case) -> usize {
    let enough = ENOUGH * patience();
    let mut size = case.least;
    let mut before = Duration::MAX;
    while size < case.most {
        let job = (case.job)(size);
        let now = time(&job).min(time(&job));
        if now >= enough && now.as_secs_f64() > 1.5 * before.as_secs_f64() {
            break;
        }
        before = now;
        size *= 2;
    }
    size
}

/// What is wrong with the cost of one door, if anything is: what fails is measured again at greater sizes, since where caches end, where another way is taken for
/// more, and what else runs make one size slow. What looks at all pairs is slow at each of them.
fn fault(case: &Case) -> Option<String> {
    let size = start(case);
    let told = measured(case, size)?;
    [2, 4, 8].into_iter().all(|times| measured(case, size * times).is_some()).then_some(told)
}

/// What one measurement finds wrong. The same work is compared: four runs of the smallest size and two of the next with one of the largest, so that another who
/// has the processor now and then takes from all alike.
fn measured(case: &Case, size: usize) -> Option<String> {
    let jobs = [(size, 4), (size * 2, 2), (size * 4, 1)].map(|(size, runs)| ((case.job)(size), runs));
    let mut least = [Duration::MAX; 3];
    let ratio = |times: &[Duration; 3]| 2.0 * (times[2].as_secs_f64() / times[0].as_secs_f64().max(1e-9)).sqrt();
    for round in 0..12 {
        for (least, (job, runs)) in least.iter_mut().zip(&jobs) {
            *least = (*least).min((0..*runs).map(|_| time(job)).sum());
        }
        // What takes three times as long for twice the input is not measured for minutes.
        if ratio(&least) <= RATIO || round >= 2 && ratio(&least) > 3.0 {
            break;
        }
    }
    let bytes = jobs.each_ref().map(|(job, _)| memory(job));
    // A list that grows takes twice the room now and then, which is not more for more.
    let grows = (bytes[2] / bytes[0].max(FREE) / 2.0).sqrt();
    let told = format!(
        "{:44} {size:>7}  {:>8.2?} {:>8.2?} {:>8.2?} ratio {:.2}  {:>8.0} kB ratio {grows:.2}",
        case.name,
        least[0] / 4,
        least[1] / 2,
        least[2],
        ratio(&least),
        bytes[2] / 1e3,
    );
    println!("{told}");
    // What takes no time at its largest is not measured by it.
    let slower = ratio(&least) > allowed() && least[2] > ENOUGH;
    (slower || grows > RATIO).then_some(told)
}

/// Measures each door on one thread, whatever it would use; `VERBATIMS_COST_OF` names a part of the names of those that are wanted.
fn law(cases: Vec<Case>) {
    let wanted = std::env::var("VERBATIMS_COST_OF").unwrap_or_default();
    let pool = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let faults: Vec<String> =
        pool.install(move || cases.iter().filter(|case| case.name.contains(&wanted)).filter_map(fault).collect());
    assert!(faults.is_empty(), "costs more than twice for twice the input:\n{}", faults.join("\n"));
}

/// The numbers below a size, each made a piece of text.
fn each(size: usize, piece: impl Fn(usize) -> String) -> String {
    (0..size).map(piece).collect()
}

/// A capitalised word that no other number has.
fn name(number: usize) -> String {
    const FIRST: [&str; 16] = ["b", "d", "f", "g", "h", "k", "l", "m", "n", "p", "r", "s", "t", "v", "w", "z"];
    const SECOND: [&str; 4] = ["a", "e", "i", "o"];
    let mut word = String::new();
    let mut rest = number + 64;
    while rest > 0 {
        word.push_str(FIRST[rest % 16]);
        word.push_str(SECOND[rest / 16 % 4]);
        rest /= 64;
    }
    word[..1].to_uppercase() + &word[1..]
}
