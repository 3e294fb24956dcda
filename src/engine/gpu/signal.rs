//! A callback's answer as a future.

use std::future::poll_fn;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Poll, Waker};

/// An answer that comes once, and who waits for it.
pub(super) struct Signal<T>(Arc<Mutex<State<T>>>);

struct State<T> {
    answer: Option<T>,
    waker: Option<Waker>,
}

/// A signal nobody has answered yet.
pub(super) fn channel<T: Send + 'static>() -> Signal<T> {
    Signal(Arc::new(Mutex::new(State {
        answer: None,
        waker: None,
    })))
}

impl<T: Send + 'static> Signal<T> {
    /// The callback.
    pub(super) fn sender(&self) -> impl FnOnce(T) + Send + 'static {
        let state = Arc::clone(&self.0);
        move |answer| {
            let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
            state.answer = Some(answer);
            if let Some(waker) = state.waker.take() {
                waker.wake();
            }
        }
    }

    /// Waits for the callback.
    pub(super) async fn wait(&self) -> T {
        poll_fn(|context| {
            let mut state = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(answer) = state.answer.take() {
                return Poll::Ready(answer);
            }
            state.waker = Some(context.waker().clone());
            Poll::Pending
        })
        .await
    }
}
