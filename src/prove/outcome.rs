//! Draws read back from their outcome: a module that proves what another one drew needs no dice.

use serde::Deserialize;
use serde_json::Value as Json;

use crate::error::{Code, Error, Result};
use crate::image::{Size, check_size};
use crate::policy::{Draw, Policy};
use crate::sample::State;

#[derive(Deserialize)]
struct Outcome {
    policy: Json,
    steps: Vec<Step>,
}

#[derive(Deserialize)]
struct Step {
    path: String,
}

#[derive(Deserialize)]
struct Drawn {
    from: String,
    key: String,
    view: u32,
    size_px: [u32; 2],
    channels: usize,
}

/// The draw behind an [`outcome`](crate::view::outcome) of a picture without annotations; more keys may stand in it.
///
/// # Errors
/// If the text is no such outcome.
pub fn draw(text: &str) -> Result<Draw> {
    let outcome: Outcome = serde_json::from_str(text).map_err(|e| wrong(&e))?;
    let drawn = outcome.policy.get("drawn").unwrap_or(&Json::Null);
    let drawn = Drawn::deserialize(drawn).map_err(|e| wrong(&e))?;
    let policy = Policy::parse(&outcome.policy.to_string())?;
    let [width, height] = drawn.size_px;
    let size = Size::new(width, height);
    check_size(size)?;
    if !matches!(drawn.channels, 1 | 3) {
        let e = Error::new(Code::Range, "must be 1 or 3").at_param("channels");
        return Err(e.with_value(drawn.channels));
    }
    let before = State {
        rules: policy.rules(),
        ..State::of(size, drawn.channels)
    };
    let mut draw = Draw {
        sources: outcome.steps.into_iter().map(|s| s.path).collect(),
        after: before.clone(),
        before,
        policy,
        from: drawn.from,
        key: drawn.key,
        view: drawn.view,
    };
    draw.after = draw.followed(usize::MAX, draw.before.clone())?;
    draw.after.finish();
    Ok(draw)
}

fn wrong(why: &serde_json::Error) -> Error {
    Error::new(Code::Syntax, why.to_string()).at_param("draw")
}
