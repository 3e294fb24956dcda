//! What ops with a plasma share.

use crate::error::{Code, Error, Result};
use crate::kernel::plasma::{Light, MAX_SIDE, Plasma};
use crate::param::{Args, Param};
use crate::program::{Family, Lowering};

/// How rough the plasma is.
pub(crate) const ROUGHNESS: Param = Param::number(
    "roughness",
    "How much stronger fine patches are than coarse ones; below 1 the plasma is smooth.",
)
.value(3.0)
.hard(0.01, 100.0)
.slider(0.1, 5.0)
.by(0.1);
/// The seed.
pub(crate) const SEED: Param = Param::seed("seed", "Seed of the plasma; drawn when absent.");

/// Lights the picture by a plasma of its size.
pub(super) fn lower(light: Light, args: &Args, to: &mut Lowering<'_>) -> Result<()> {
    let (size, image) = (to.state.size, to.current());
    let longest = size.width.max(size.height);
    if !(2..=MAX_SIDE).contains(&longest) {
        let why = format!("a plasma needs a longer side of 2 to {MAX_SIDE} px, not {longest}");
        return Err(Error::new(Code::Limit, why));
    }
    let plasma = Plasma {
        size,
        roughness: args.num(&ROUGHNESS),
        seed: args.seed(&SEED),
    };
    let field = to.emit(Family::Plasma(plasma), &[]);
    let out = to.emit(Family::Light(light), &[image, field]);
    to.set(out);
    Ok(())
}
