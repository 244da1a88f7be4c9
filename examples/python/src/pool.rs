//! The threads that work. A child of `fork` has none of its parent's, so each process makes its own pool when it first needs one.

use std::sync::atomic::{AtomicPtr, AtomicUsize, Ordering};

use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use rayon::{ThreadPool, ThreadPoolBuilder};

/// What says how many threads there are where [`set_threads`] does not.
const VARIABLE: &str = "VERBATIMS_THREADS";

struct OfProcess {
    process: u32,
    threads: usize,
    pool: ThreadPool,
}

/// The pool of this process, or of a parent. No lock guards it: a lock that another thread of the parent holds at the fork would never open in the child.
static POOL: AtomicPtr<OfProcess> = AtomicPtr::new(std::ptr::null_mut());
static THREADS: AtomicUsize = AtomicUsize::new(0);

/// Set how many threads work; 0 is one for each processor.
///
/// The environment variable `VERBATIMS_THREADS` says it where this is not called. An engine that runs a process on each processor says 1.
///
/// >>> verbatims.set_threads(2)
#[pyfunction]
pub(crate) fn set_threads(threads: usize) {
    // One more, so that 0 means that nothing was said.
    THREADS.store(threads.saturating_add(1), Ordering::Relaxed);
}

fn wanted() -> usize {
    match THREADS.load(Ordering::Relaxed) {
        0 => std::env::var(VARIABLE).ok().and_then(|number| number.parse().ok()).unwrap_or(0),
        more => more - 1,
    }
}

fn pool() -> PyResult<&'static ThreadPool> {
    let (process, threads) = (std::process::id(), wanted());
    // SAFETY: what is stored was leaked by the lines below and is never freed.
    if let Some(known) = unsafe { POOL.load(Ordering::Acquire).as_ref() }
        && known.process == process
        && known.threads == threads
    {
        return Ok(&known.pool);
    }
    let pool = ThreadPoolBuilder::new().num_threads(threads).build();
    let pool = pool.map_err(|error| PyRuntimeError::new_err(format!("no threads to work with: {error}")))?;
    // Leaked: threads of a parent cannot be ended from its child, and a pool is made once or twice in a process.
    let made = Box::leak(Box::new(OfProcess { process, threads, pool }));
    POOL.store(made, Ordering::Release);
    Ok(&made.pool)
}

/// Does something on the threads of this process, while other threads of Python run.
pub(crate) fn work<T: Send>(py: Python<'_>, job: impl Send + FnOnce() -> T) -> PyResult<T> {
    let pool = pool()?;
    Ok(py.detach(|| pool.install(job)))
}
