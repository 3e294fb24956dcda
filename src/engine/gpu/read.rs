//! Programs of families with a shader only, to be read. [`Program`] itself reads every family, which
//! would double the size of a module that runs these few.

use serde::Deserialize;

use crate::kernel::rearrange::Rearrange;
use crate::kernel::table::Table;
use crate::program::{Family, Id, Pass, Program};

/// A program written as [`Program`] is; reading one that has a pass without a shader is an error.
#[derive(Debug, Deserialize)]
#[serde(from = "Known")]
pub struct Runnable(pub Program);

#[derive(Deserialize)]
struct Known {
    passes: Vec<KnownPass>,
    output: Id,
}

#[derive(Deserialize)]
struct KnownPass {
    family: KnownFamily,
    srcs: Vec<Id>,
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum KnownFamily {
    Table(Table),
    Rearrange(Rearrange),
}

impl From<Known> for Runnable {
    fn from(known: Known) -> Self {
        let passes = known.passes.into_iter().map(|pass| Pass {
            family: match pass.family {
                KnownFamily::Table(p) => Family::Table(p),
                KnownFamily::Rearrange(p) => Family::Rearrange(p),
            },
            srcs: pass.srcs,
        });
        Self(Program {
            passes: passes.collect(),
            output: known.output,
        })
    }
}
