//! Single precision as `ATen`'s vector kernels do it.
//!
//! The reference (x86-64 with AVX2 or AVX-512) multiplies and adds in one rounding. Not every
//! target has that instruction, so it is made of double precision: the product of two singles is
//! exact there.

/// `a * b + c`, rounded once.
///
/// The sum is rounded to double and then to single; that differs from one rounding only where the
/// double lies exactly between two singles, about once in 2²⁹.
#[inline]
pub(crate) fn fma(a: f32, b: f32, c: f32) -> f32 {
    (f64::from(a) * f64::from(b) + f64::from(c)) as f32
}

/// `torch.linspace(start, end, steps)`: the first half counted from the start, the second from
/// the end.
pub(crate) fn linspace(start: f32, end: f32, steps: usize) -> Vec<f32> {
    let step = (end - start) / steps.saturating_sub(1).max(1) as f32;
    (0..steps)
        .map(|i| {
            if i < steps / 2 || steps == 1 {
                fma(step, i as f32, start)
            } else {
                fma(-step, (steps - 1 - i) as f32, end)
            }
        })
        .collect()
}

/// eˣ for x up to 0: SLEEF's `expf`, 1 ulp, as `softmax` takes it. x is split into a multiple of
/// ln 2 and a rest, whose exponential is a polynomial of degree 7.
fn exp(x: f32) -> f32 {
    const LN2_HIGH: f32 = 0.693_145_75;
    const LN2_LOW: f32 = 1.428_606_8e-6;
    const POLYNOMIAL: [f32; 6] = [
        0.000_198_527_62,
        0.001_393_043_6,
        0.008_333_361,
        0.041_666_485,
        0.166_666_67,
        0.5,
    ];
    if x < -104.0 {
        return 0.0;
    }
    let twos = (x * std::f32::consts::LOG2_E).round_ties_even();
    let rest = fma(twos, -LN2_LOW, fma(twos, -LN2_HIGH, x));
    let tail = POLYNOMIAL.iter().fold(0.0, |sum, &c| fma(sum, rest, c));
    let power = 1.0 + fma(rest * rest, tail, rest);
    // In two steps: the whole power of two may lie below the normal numbers.
    let half = (twos / 2.0).floor();
    let two_to = |n: f32| f32::from_bits(((n as i32 + 127) as u32) << 23);
    power * two_to(half) * two_to(twos - half)
}

/// `torch.softmax`, as AVX-512 computes it: sixteen running sums, added by halves; fewer than
/// sixteen values one after the other.
pub(crate) fn softmax(values: &[f32]) -> Vec<f32> {
    const LANES: usize = 16;
    let greatest = values.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let powers: Vec<f32> = values.iter().map(|v| exp(v - greatest)).collect();
    let sum = if powers.len() < LANES {
        powers.iter().fold(0.0, |sum, p| sum + p)
    } else {
        let mut lanes = [0.0f32; LANES];
        for chunk in powers.chunks(LANES) {
            for (lane, p) in lanes.iter_mut().zip(chunk) {
                *lane += p;
            }
        }
        for half in [8, 4, 2, 1] {
            for i in 0..half {
                lanes[i] += lanes[i + half];
            }
        }
        lanes[0]
    };
    let scale = 1.0 / sum;
    powers.into_iter().map(|p| p * scale).collect()
}
