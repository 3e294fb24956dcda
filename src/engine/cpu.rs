//! The CPU engine: reference loops, or their fast twins.

use crate::engine::{Value, wrong};
use crate::error::{Code, Error, Result};
use crate::image::Raster;
use crate::kernel::channels::Channels;
use crate::kernel::{
    bias, blend, channels, clahe, color, displace, fill, fourier, illumination, jpeg, matrix,
    noise, plasma, principal, rank, rearrange, reduce, resize, scatter, spatter, stencil, table,
    table_from_stats, tiles, unsharp, warp, weather, zoom_blur,
};
use crate::program::{Family, Program};

/// Which loops run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Level {
    /// Loops that read like the specification.
    Reference,
    /// Their fast twins.
    Fast,
}

/// Runs a program on one value.
///
/// # Errors
/// If the program is broken; a program made by [`crate::program::lower`] is not.
pub fn run(program: &Program, input: Value, level: Level) -> Result<Value> {
    program.check()?;
    let mut uses = vec![0u32; program.passes.len() + 1];
    for id in program.passes.iter().flat_map(|p| &p.srcs) {
        uses[*id] += 1;
    }
    uses[program.output] += 1;
    let mut values: Vec<Option<Value>> = vec![Some(input)];
    for pass in &program.passes {
        let made = {
            let srcs = pass
                .srcs
                .iter()
                .map(|s| values.get(*s).and_then(Option::as_ref))
                .collect::<Option<Vec<_>>>();
            step(&pass.family, &srcs.ok_or_else(wrong)?, level)?
        };
        values.push(Some(made));
        // A value goes as soon as nobody will read it: big pictures do not pile up.
        for id in &pass.srcs {
            uses[*id] -= 1;
            if uses[*id] == 0 {
                values[*id] = None;
            }
        }
    }
    values
        .get_mut(program.output)
        .and_then(Option::take)
        .ok_or_else(wrong)
}

/// The fields that a program makes of nothing but its numbers: noise, plasma, maps.
pub fn fields(program: &Program) -> Vec<Raster<f32>> {
    let passes = program.passes.iter();
    passes.filter_map(|pass| field(&pass.family)).collect()
}

/// What is made of nothing. Apart from the other families, so that who wants fields alone does not
/// carry the whole engine.
fn field(family: &Family) -> Option<Raster<f32>> {
    Some(match family {
        Family::Noise(p) => noise::run(p),
        Family::Plasma(p) => plasma::run(p),
        Family::Displace(p) => displace::run(p),
        Family::Map(p) => displace::map::run(p),
        _ => return None,
    })
}

fn step(family: &Family, srcs: &[&Value], level: Level) -> Result<Value> {
    use Value::{F32, Stats, Table, U8, U16};
    let fast = level == Level::Fast;
    Ok(match (family, srcs) {
        (Family::Rearrange(p), [U8(src)]) => U8(rearrange::run(p, src)),
        (Family::Rearrange(p), [U16(src)]) => U16(rearrange::run_any(p, src, 0)),
        (Family::Resize(p), [U8(src)]) => U8(resize::run(p, src)),
        (Family::Resize(p), [U16(src)]) => U16(resize::run_nearest(p, src)),
        (Family::Warp(p), [U8(src)]) => U8(warp::run(p, src, None)),
        (Family::Warp(p), [U8(src), F32(map)]) => U8(warp::run(p, src, Some(map))),
        (Family::Warp(p), [U16(src)]) => U16(warp::run_nearest(p, src, None, 0)),
        (Family::Warp(p), [U16(src), F32(map)]) => U16(warp::run_nearest(p, src, Some(map), 0)),
        (Family::Table(p), [U8(src)]) | (Family::Lookup, [U8(src), Table(p)]) => U8(if fast {
            table::run(p, src)
        } else {
            table::reference(p, src)
        }),
        (Family::Matrix(p), [U8(src)]) if fast => U8(matrix::run(p, src)),
        (Family::Matrix(p), [U8(src)]) => U8(matrix::reference(p, src)),
        (Family::Color(p), [U8(src)]) => U8(color::run(p, src)),
        (Family::Blend(p), [U8(a), U8(b)]) => {
            if a.size() != b.size() || a.channels() != b.channels() {
                return Err(Error::new(
                    Code::Internal,
                    "a blend met pictures of different sizes",
                ));
            }
            U8(blend::run(p, a, b))
        }
        (Family::WeightedSum(p), srcs) => {
            let images = srcs.iter().map(|v| {
                if let U8(image) = v {
                    Ok(image)
                } else {
                    Err(wrong())
                }
            });
            let images = images.collect::<Result<Vec<_>>>()?;
            if images
                .windows(2)
                .any(|w| w[0].size() != w[1].size() || w[0].channels() != w[1].channels())
            {
                return Err(Error::new(
                    Code::Internal,
                    "a sum met pictures of different sizes",
                ));
            }
            U8(blend::run_weighted(p, &images).ok_or_else(wrong)?)
        }
        (Family::Channels(Channels::Pick(list)), [U8(src)]) => U8(channels::pick(list, src)),
        (Family::Channels(Channels::Put(list)), [U8(below), U8(src)]) => {
            if below.size() != src.size() {
                return Err(wrong());
            }
            U8(channels::put(list, below, src))
        }
        (Family::Stencil(p), [U8(src)]) => U8(stencil::run(p, src)),
        (Family::Rank(p), [U8(src)]) => U8(rank::run(p, src)),
        (Family::Rank(p), [U16(src)]) => U16(rank::run_any(p, src, [0, u16::MAX])),
        (Family::Unsharp(p), [U8(src)]) => U8(unsharp::run(p, src)),
        (Family::ZoomBlur(p), [U8(src)]) => U8(zoom_blur::run(p, src)),
        (Family::Scatter(p), [U8(src)]) => U8(scatter::run(p, src)),
        (Family::Jpeg(p), [U8(src)]) => U8(jpeg::run(p, src)),
        (Family::Light(p), [U8(src), F32(field)]) => U8(plasma::run_light(p, src, field)),
        (Family::MergeChannels, [U8(red), U8(green), U8(blue)]) => {
            U8(channels::merge([red, green, blue]).ok_or_else(wrong)?)
        }
        (Family::Grain(p), [U8(src)]) => U8(noise::run_grain(p, src)),
        (Family::Grain(p), [U16(src)]) => U16(noise::run_grain_mask(p, src)),
        (Family::Bias(p), [U8(src)]) => U8(bias::run(p, src)),
        (Family::Fourier(p), [U8(src)]) => U8(fourier::run(p, src)),
        (Family::Tiles(p), [U8(src)]) => U8(tiles::run(p, src)),
        (Family::Tiles(p), [U16(src)]) => U16(tiles::run(p, src)),
        (family, []) => F32(field(family).ok_or_else(wrong)?),
        (Family::Fill(p), [U8(src)]) => U8(fill::run(p, src)),
        (Family::Fill(p), [U16(src)]) => U16(fill::run_any(p, src, 0)),
        (Family::Clahe(p), [U8(src)]) => U8(clahe::run(p, src)),
        (Family::Weather(p), [U8(src)]) => U8(weather::run(p, src, &[])),
        (Family::Weather(p), [U8(src), F32(a), F32(b)]) => U8(weather::run(p, src, &[a, b])),
        (Family::Principal(p), [U8(src)]) => U8(principal::run(p, src)),
        (Family::Illumination(p), [U8(src)]) => U8(illumination::run(p, src)),
        (Family::Spatter(p), [U8(src), F32(noise)]) => U8(spatter::run(p, src, noise)),
        (Family::Reduce, [U8(src)]) => Stats(reduce::run(src)),
        (Family::TableFromStats(p), [Stats(stats)]) => Table(table_from_stats::run(p, stats)),
        _ => return Err(wrong()),
    })
}
