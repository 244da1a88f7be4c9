//! Files whose form takes a whole library to read are read in a process of its own: the program runs itself, and what ends or fills that process is one file that
//! is skipped.

use std::io::{BufRead, BufReader, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};
use verbatims::import::text::Encoding;
use verbatims::import::{Contents, Limits, Refusal, Request};

use crate::console;
use crate::exit::{self, Exit};

/// What the program is called with to be that process.
pub(crate) const COMMAND: &str = "__read";

/// What a file may take of memory, in the bytes that may come of it.
const MEMORY: u64 = 7;

/// The stack of what reads, in bytes. The depth of what is read is limited too.
const STACK: usize = 64 << 20;

/// How many times longer than its work a file may take while it is worked at, since other programs may keep the machine busy.
const PATIENCE: u32 = 4;

/// How often it is looked whether a file that is late is worked at.
const LOOK: Duration = Duration::from_secs(1);

/// What stands before the bytes of a file.
#[derive(Serialize, Deserialize)]
struct Head {
    name: String,
    encoding: Option<String>,
    limits: Limits,
    bytes: u64,
}

type Answer = Result<Contents, Refusal>;

/// A reader of files in a process of its own, which is started when the first file comes and again when it has ended.
pub(crate) fn reader() -> impl Fn(Request<'_>) -> Answer + Send + Sync + 'static {
    let helper: Mutex<Option<Helper>> = Mutex::new(None);
    move |request| {
        let Ok(mut helper) = helper.lock() else { return here(request) };
        let Some(mut running) = helper.take().or_else(Helper::start) else { return here(request) };
        match running.ask(request) {
            Ok(answer) => {
                *helper = Some(running);
                answer
            }
            Err(end) => {
                let what = format!("{}; {}", running.reason(end, request), way_out(request));
                Err(Refusal::new(request.name, what))
            }
        }
    }
}

/// Refuses a codebook or the codings of people that would end or fill the program: they are read in a process of their own before the program reads them.
/// What else is wrong with them is said when it does.
pub(crate) fn prove(path: &Path) -> Result<(), Exit> {
    const INVOLVED: [&str; 3] = ["xlsx", "ods", "qdpx"];
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    if !INVOLVED.contains(&ending.as_str()) {
        return Ok(());
    }
    let Ok(bytes) = std::fs::read(path) else { return Ok(()) };
    let (name, limits) = (path.display().to_string(), Limits::default());
    let request = Request::new(&name, &bytes, &limits);
    let Some(mut helper) = Helper::start() else { return Ok(()) };
    match helper.ask(request) {
        Ok(_) => Ok(()),
        Err(end) => Err(Exit::Stop(format!("{name}: {}; {}", helper.reason(end, request), way_out(request)))),
    }
}

/// Where no process can be started, the limits of the library hold.
fn here(request: Request<'_>) -> Answer {
    Contents::read(request).map_err(Refusal::from)
}

fn way_out(request: Request<'_>) -> &'static str {
    match request.form() {
        "workbook" => "save the sheet with the answers as CSV",
        "Parquet file" => "write it as JSON Lines, or in smaller files",
        "REFI-QDA project" => "save its texts as files of their own",
        _ => "save it as text",
    }
}

/// How a process ended that should have answered.
#[derive(Clone, Copy)]
enum End {
    Late,
    Gone,
}

struct Helper {
    child: Child,
    input: Option<ChildStdin>,
    answers: Receiver<Vec<u8>>,
}

impl Helper {
    fn start() -> Option<Self> {
        Self::of(Command::new(std::env::current_exe().ok()?).arg(COMMAND))
    }

    fn of(program: &mut Command) -> Option<Self> {
        let mut child = program.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().ok()?;
        let input = child.stdin.take();
        let mut output = BufReader::new(child.stdout.take()?);
        let (sender, answers) = channel();
        // A thread of its own, so that an answer can be waited for with an end to it.
        std::thread::spawn(move || {
            loop {
                let mut line = Vec::new();
                let read = output.read_until(b'\n', &mut line);
                if read.is_err() || !line.ends_with(b"\n") || sender.send(line).is_err() {
                    return;
                }
            }
        });
        Some(Self { child, input, answers })
    }

    fn ask(&mut self, request: Request<'_>) -> Result<Answer, End> {
        let bytes = request.bytes.len() as u64;
        self.tell(request).map_err(|_| End::Gone)?;
        let line = self.line(request.limits.seconds_for(bytes))?;
        serde_json::from_slice(&line).map_err(|_| End::Gone)
    }

    /// The next line of the answer. A process that is late is waited for as long as it works, which one that hangs does not.
    fn line(&self, seconds: u64) -> Result<Vec<u8>, End> {
        let mut wait = Duration::from_secs(seconds.saturating_add(1));
        let most = wait.saturating_mul(PATIENCE);
        let start = Instant::now();
        let mut worked = None;
        loop {
            match self.answers.recv_timeout(wait) {
                Ok(line) => return Ok(line),
                Err(RecvTimeoutError::Disconnected) => return Err(End::Gone),
                Err(RecvTimeoutError::Timeout) => {}
            }
            let now = limits::worked(self.child.id());
            let hangs = worked.is_some() && now <= worked;
            if hangs || start.elapsed() >= most {
                return Err(End::Late);
            }
            // Where the system does not say how much a process has worked, the clock decides alone.
            (worked, wait) = (now, LOOK);
        }
    }

    fn tell(&mut self, request: Request<'_>) -> std::io::Result<()> {
        let Some(input) = &mut self.input else { return Err(std::io::ErrorKind::BrokenPipe.into()) };
        let head = Head {
            name: request.name.to_owned(),
            encoding: request.encoding.map(|encoding| encoding.name().to_owned()),
            limits: request.limits.clone(),
            bytes: request.bytes.len() as u64,
        };
        let mut line = serde_json::to_vec(&head)?;
        line.push(b'\n');
        input.write_all(&line)?;
        input.write_all(request.bytes)?;
        input.flush()
    }

    /// Ends the process, and says why it gave no answer.
    fn reason(&mut self, end: End, request: Request<'_>) -> String {
        if matches!(end, End::Late) {
            let _ = self.child.kill();
        }
        let status = self.child.wait();
        let mut said = String::new();
        if let Some(errors) = self.child.stderr.take() {
            let _ = errors.take(4096).read_to_string(&mut said);
        }
        let form = request.form();
        let bytes = request.bytes.len() as u64;
        let seconds = request.limits.seconds_for(bytes);
        if matches!(end, End::Late) || status.as_ref().is_ok_and(limits::is_out_of_time) {
            let seconds = console::count(usize::try_from(seconds).unwrap_or(usize::MAX), "second");
            format!("this {form} took more than {seconds} to read")
        } else if said.contains("overflowed its stack") {
            format!("this {form} is nested too deep")
        } else if said.contains("memory") || status.as_ref().is_ok_and(limits::is_killed) {
            format!("this {form} takes more than {} MB of memory to read", memory(request.limits, bytes) / 1_000_000)
        } else {
            let how = status.map_or_else(|error| error.to_string(), |status| status.to_string());
            format!("this {form} is broken: reading it ended with {how}")
        }
    }
}

impl Drop for Helper {
    fn drop(&mut self) {
        // The end of its input ends it.
        self.input = None;
        let _ = self.child.wait();
    }
}

fn memory(limits: &Limits, bytes: u64) -> u64 {
    limits.bytes_out_of(bytes).saturating_mul(MEMORY)
}

/// Reads what comes on standard input, a head and a file in turn, and answers on standard output, a line each.
pub(crate) fn serve() -> ExitCode {
    exit::capture_panics();
    let served = std::thread::Builder::new().stack_size(STACK).spawn(answer_all).map(std::thread::JoinHandle::join);
    if matches!(served, Ok(Ok(Ok(())))) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn answer_all() -> std::io::Result<()> {
    let mut input = BufReader::new(std::io::stdin().lock());
    let mut output = BufWriter::new(std::io::stdout().lock());
    loop {
        let mut line = Vec::new();
        if input.read_until(b'\n', &mut line)? == 0 {
            return Ok(());
        }
        let head: Head = serde_json::from_slice(&line)?;
        let mut bytes = Vec::new();
        input.by_ref().take(head.bytes).read_to_end(&mut bytes)?;
        limits::confine(
            memory(&head.limits, head.bytes) + head.bytes + STACK as u64,
            head.limits.seconds_for(head.bytes),
        );
        let encoding = head.encoding.as_deref().and_then(|name| Encoding::named(name).ok());
        let request = Request::new(&head.name, &bytes, &head.limits).encoding(encoding);
        // Stack, time and memory are the system's to watch; a panic is not.
        let answer = catch_unwind(AssertUnwindSafe(|| here(request))).unwrap_or_else(|_| {
            Err(Refusal::new(&head.name, format!("this {} is broken; {}", request.form(), way_out(request))))
        });
        serde_json::to_writer(&mut output, &answer)?;
        output.write_all(b"\n")?;
        output.flush()?;
    }
}

#[cfg(unix)]
mod limits {
    use std::os::unix::process::ExitStatusExt;
    use std::process::ExitStatus;

    use rustix::process::{Resource, Rlimit, Signal, setrlimit};
    use rustix::time::{ClockId, clock_gettime};

    /// Lets this process have so many bytes of memory, and work so many seconds from now. What the system does not keep, the limits of the library and the patience of
    /// the caller do.
    pub(super) fn confine(bytes: u64, seconds: u64) {
        let worked = clock_gettime(ClockId::ProcessCPUTime).tv_sec;
        let until = u64::try_from(worked).unwrap_or(0).saturating_add(seconds).saturating_add(1);
        for (resource, most) in [(Resource::Data, bytes), (Resource::Cpu, until), (Resource::Core, 0)] {
            let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: None });
        }
    }

    /// How much a process has worked, in units of its system; none where that does not say so.
    pub(super) fn worked(process: u32) -> Option<u64> {
        let said = std::fs::read_to_string(format!("/proc/{process}/stat")).ok()?;
        // The name of the program stands in brackets and may hold blanks; the times of the program and of the system for it are the 12th and 13th after it.
        let times = said.rsplit_once(')')?.1.split_whitespace().skip(11).take(2);
        times.map(|time| time.parse::<u64>().ok()).sum()
    }

    pub(super) fn is_out_of_time(status: &ExitStatus) -> bool {
        status.signal() == Some(Signal::XCPU.as_raw())
    }

    pub(super) fn is_killed(status: &ExitStatus) -> bool {
        status.signal() == Some(Signal::KILL.as_raw())
    }
}

#[cfg(not(unix))]
mod limits {
    use std::process::ExitStatus;

    /// The limits of the library and the patience of the caller hold.
    pub(super) fn confine(_: u64, _: u64) {}

    pub(super) fn worked(_: u32) -> Option<u64> {
        None
    }

    pub(super) fn is_out_of_time(_: &ExitStatus) -> bool {
        false
    }

    pub(super) fn is_killed(_: &ExitStatus) -> bool {
        false
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_process_that_hangs_is_ended_long_before_one_that_works() {
        let mut limits = Limits::default();
        limits.seconds = 1;
        let request = Request::new("a.pdf", b"%PDF-1.4", &limits);
        let took = |program: &str| {
            let start = Instant::now();
            let mut helper = Helper::of(Command::new("sh").args(["-c", program])).unwrap();
            let end = helper.ask(request).unwrap_err();
            assert_eq!(helper.reason(end, request), "this PDF took more than 1 second to read");
            start.elapsed().as_secs()
        };
        let (hangs, works) = (took("exec sleep 60"), took("while :; do :; done"));
        assert!(hangs < 6, "{hangs}");
        assert!(works >= 7, "{works}");
    }
}
