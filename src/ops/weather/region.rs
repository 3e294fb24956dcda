//! The region of the picture in which something falls: four shares of its sides.

use crate::error::{Code, Error, Result};
use crate::param::{Args, Param};

const fn side(name: &'static str, doc: &'static str, value: f64) -> Param {
    Param::number(name, doc)
        .value(value)
        .hard(0.0, 1.0)
        .fixed()
        .rare()
}

/// Left edge.
pub const LEFT: Param = side(
    "left_frac",
    "Left edge of the region, as a share of the width.",
    0.0,
);
/// Right edge.
pub const RIGHT: Param = side(
    "right_frac",
    "Right edge of the region, as a share of the width.",
    1.0,
);
/// Top edge, half way down.
pub const TOP: Param = side(
    "top_frac",
    "Top edge of the region, as a share of the height.",
    0.5,
);
/// Bottom edge.
pub const BOTTOM: Param = side(
    "bottom_frac",
    "Bottom edge of the region, as a share of the height.",
    1.0,
);
/// Top edge, at the top.
pub const SKY_TOP: Param = side(
    "top_frac",
    "Top edge of the region, as a share of the height.",
    0.0,
);
/// Bottom edge, half way down.
pub const SKY_BOTTOM: Param = side(
    "bottom_frac",
    "Bottom edge of the region, as a share of the height.",
    0.5,
);

/// Edges of the region where gravel lies.
pub const ROAD: [Param; 4] = [
    side(
        "left_frac",
        "Left edge of the region, as a share of the width.",
        0.1,
    ),
    side(
        "top_frac",
        "Top edge of the region, as a share of the height.",
        0.4,
    ),
    side(
        "right_frac",
        "Right edge of the region, as a share of the width.",
        0.9,
    ),
    side(
        "bottom_frac",
        "Bottom edge of the region, as a share of the height.",
        0.9,
    ),
];

/// Refuses a region whose ends are swapped.
pub(super) fn check(args: &Args) -> Result<()> {
    for (low, high) in [(&LEFT, &RIGHT), (&TOP, &BOTTOM)] {
        if args.num(low) > args.num(high) {
            let why = format!("is beyond {}", high.name);
            let e = Error::new(Code::Range, why).at_param(low.name);
            return Err(e.with_value(args.num(low)));
        }
    }
    Ok(())
}
