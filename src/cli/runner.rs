//! Many pictures, many views, all cores, bounded memory.
//!
//! As many pictures are held as there are threads. A thread that ran out of pictures to open helps
//! with the views of another's, so one big picture keeps all cores busy too.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use rayon::{Scope, ThreadPoolBuilder};

use super::input::{Found, Loaded};
use super::io;
use super::progress::{Bar, bar};
use crate::error::{Code, Error, Result};

/// What became of one input: its views, or why it could not be opened.
pub(super) type Made<T> = Result<Vec<Result<T>>>;

/// The work.
pub(super) struct Work<'a, T> {
    /// The inputs.
    pub(super) inputs: &'a [Found],
    /// Views of each.
    pub(super) views: u32,
    /// Threads; 0 is one a core.
    pub(super) jobs: usize,
    /// Opens an input.
    pub(super) load: &'a (dyn Fn(&Found) -> Result<Loaded> + Sync),
    /// Makes a view of the input with this place in the list.
    pub(super) view: &'a (dyn Fn(&Loaded, usize, u32) -> Result<T> + Sync),
}

impl<T: Send> Work<'_, T> {
    /// Does all of it. `take` gets what became of each input, in the order of the inputs.
    ///
    /// # Errors
    /// What `take` fails with; nothing new is begun after that.
    pub(super) fn run(
        self,
        take: &mut (dyn FnMut(usize, Made<T>) -> Result<()> + Send),
    ) -> Result<()> {
        let pool = ThreadPoolBuilder::new().num_threads(self.jobs);
        // WebAssembly has the one thread that it runs on.
        #[cfg(target_family = "wasm")]
        let pool = pool.num_threads(1).use_current_thread();
        let pool = pool
            .build()
            .map_err(|e| Error::new(Code::Internal, format!("no threads: {e}")))?;
        let threads = pool.current_num_threads();
        let run = Run {
            bar: bar(self.inputs.len() as u64 * u64::from(self.views)),
            work: self,
            next: AtomicUsize::new(0),
            results: Mutex::new(Results {
                waiting: BTreeMap::new(),
                next: 0,
                take,
                failed: None,
            }),
        };
        pool.scope(|scope| {
            for _ in 0..threads {
                scope.spawn(|scope| run.open_next(scope));
            }
        });
        run.bar.finish_and_clear();
        let results = run
            .results
            .into_inner()
            .unwrap_or_else(PoisonError::into_inner);
        results.failed.map_or(Ok(()), Err)
    }
}

/// A picture that is being worked on.
struct Open<T> {
    place: usize,
    loaded: Loaded,
    made: Mutex<Vec<Option<Result<T>>>>,
    left: AtomicUsize,
}

struct Run<'a, T> {
    work: Work<'a, T>,
    bar: Bar,
    next: AtomicUsize,
    results: Mutex<Results<'a, T>>,
}

impl<'a, T: Send> Run<'a, T> {
    /// Opens the next input and leaves its views to whichever thread is free.
    fn open_next<'s>(&'s self, scope: &Scope<'s>)
    where
        'a: 's,
    {
        let place = self.next.fetch_add(1, Ordering::Relaxed);
        let Some(input) = self.work.inputs.get(place) else {
            return;
        };
        let name = io::shown(&input.path);
        let loaded = match guard(&name, || (self.work.load)(input)) {
            Ok(loaded) => loaded,
            Err(e) => {
                self.bar.inc(self.work.views.into());
                self.finish(place, Err(e), scope);
                return;
            }
        };
        let views = self.work.views;
        let open = Arc::new(Open {
            place,
            loaded,
            made: Mutex::new((0..views).map(|_| None).collect()),
            left: AtomicUsize::new(views as usize),
        });
        for view in 0..views {
            let open = Arc::clone(&open);
            scope.spawn(move |scope| self.view(open, view, scope));
        }
    }

    fn view<'s>(&'s self, open: Arc<Open<T>>, view: u32, scope: &Scope<'s>)
    where
        'a: 's,
    {
        let place = open.place;
        let name = self.work.inputs.get(place).map(|i| io::shown(&i.path));
        let made = guard(&name.unwrap_or_default(), || {
            (self.work.view)(&open.loaded, place, view)
        });
        self.bar.inc(1);
        if let Some(slot) = lock(&open.made).get_mut(view as usize) {
            *slot = Some(made);
        }
        if open.left.fetch_sub(1, Ordering::AcqRel) == 1 {
            let all = std::mem::take(&mut *lock(&open.made));
            // The picture goes before the next one is opened.
            drop(open);
            self.finish(place, Ok(all.into_iter().flatten().collect()), scope);
        }
    }

    /// Hands results on in order, then opens another input.
    fn finish<'s>(&'s self, place: usize, made: Made<T>, scope: &Scope<'s>)
    where
        'a: 's,
    {
        let mut results = lock(&self.results);
        results.waiting.insert(place, made);
        self.bar.suspend(|| results.hand_on());
        if results.failed.is_none() {
            scope.spawn(|scope| self.open_next(scope));
        }
    }
}

/// Results on their way to whoever asked for them.
struct Results<'a, T> {
    waiting: BTreeMap<usize, Made<T>>,
    next: usize,
    take: &'a mut (dyn FnMut(usize, Made<T>) -> Result<()> + Send),
    failed: Option<Error>,
}

impl<T> Results<'_, T> {
    fn hand_on(&mut self) {
        while self.failed.is_none() {
            let Some(made) = self.waiting.remove(&self.next) else {
                return;
            };
            self.failed = (self.take)(self.next, made).err();
            self.next += 1;
        }
    }
}

/// Names the file in an error. A broken promise inside must not take the other pictures along.
fn guard<R>(name: &str, f: impl FnOnce() -> Result<R>) -> Result<R> {
    catch_unwind(AssertUnwindSafe(f))
        .unwrap_or_else(|_| {
            Err(Error::new(
                Code::Internal,
                "augplay broke on this picture; please report it",
            ))
        })
        .map_err(|e| e.in_file(name))
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
