//! Blocks: `jfdctint.c`, `jcdctmgr.c` and `jidctint.c`, eight lines at a time.
//!
//! The transforms are Loeffler, Ligtenberg and Moschytz's with 13-bit constants; between the two
//! passes 2 bits of fraction are kept.

use std::ops::{Add, Mul, Shl, Sub};

/// Quantisation of luminance at quality 50 (ITU-T T.81, annex K).
pub(super) const LUMINANCE: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
/// Quantisation of chrominance at quality 50.
pub(super) const CHROMINANCE: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

const BITS: u32 = 13;
const KEPT: u32 = 2;

/// A quantisation table with its divisions made ready.
pub(super) struct Table {
    /// Steps, row by row.
    steps: [Lanes; 8],
    /// Half a divisor, and one more where the reciprocal was rounded down.
    halves: [Lanes; 8],
    /// Reciprocals in 16 to 32 bits of fraction.
    reciprocals: [[u32; 8]; 8],
    /// What brings them to 32 bits.
    scales: [[u32; 8]; 8],
}

impl Table {
    /// A table at a quality from 1 to 100.
    pub(super) fn new(base: &[u16; 64], quality: u8) -> Self {
        let quality = u32::from(quality.clamp(1, 100));
        let scale = if quality < 50 {
            5000 / quality
        } else {
            200 - 2 * quality
        };
        let mut table = Self {
            steps: [Lanes([0; 8]); 8],
            halves: [Lanes([0; 8]); 8],
            reciprocals: [[0; 8]; 8],
            scales: [[0; 8]; 8],
        };
        for (i, base) in base.iter().enumerate() {
            let step = ((u32::from(*base) * scale + 50) / 100).clamp(1, 255);
            // The transform leaves values times 8.
            let divisor = 8 * step;
            let mut bits = 16 + divisor.ilog2();
            let mut reciprocal = (1u64 << bits) / u64::from(divisor);
            let rest = (1u64 << bits) % u64::from(divisor);
            let mut half = divisor / 2;
            if rest == 0 {
                reciprocal >>= 1;
                bits -= 1;
            } else if rest <= u64::from(divisor / 2) {
                half += 1;
            } else {
                reciprocal += 1;
            }
            let (row, column) = (i / 8, i % 8);
            table.steps[row].0[column] = step as i32;
            table.halves[row].0[column] = half as i32;
            table.reciprocals[row][column] = reciprocal as u32;
            table.scales[row][column] = 1 << (32 - bits);
        }
        table
    }

    /// To the nearest step and back to values.
    fn quantise(&self, rows: &mut [Lanes; 8]) {
        for (y, row) in rows.iter_mut().enumerate() {
            for (x, v) in row.0.iter_mut().enumerate() {
                let size = v.unsigned_abs() + self.halves[y].0[x] as u32;
                let steps = (((size * self.reciprocals[y][x]) >> 16) * self.scales[y][x]) >> 16;
                let steps = steps as i32 * self.steps[y].0[x];
                *v = if *v < 0 { -steps } else { steps };
            }
        }
    }
}

/// Eight values, one of each line.
#[derive(Clone, Copy)]
struct Lanes([i32; 8]);

impl Lanes {
    #[inline]
    fn zip(self, other: Self, f: impl Fn(i32, i32) -> i32) -> Self {
        Self(std::array::from_fn(|i| f(self.0[i], other.0[i])))
    }

    #[inline]
    fn map(self, f: impl Fn(i32) -> i32) -> Self {
        Self(self.0.map(f))
    }

    /// Without the last `bits`, rounded.
    #[inline]
    fn descale(self, bits: u32) -> Self {
        self.map(|v| (v + (1 << (bits - 1))) >> bits)
    }
}

impl Add for Lanes {
    type Output = Self;
    #[inline]
    fn add(self, other: Self) -> Self {
        self.zip(other, |a, b| a + b)
    }
}

impl Sub for Lanes {
    type Output = Self;
    #[inline]
    fn sub(self, other: Self) -> Self {
        self.zip(other, |a, b| a - b)
    }
}

impl Mul<i32> for Lanes {
    type Output = Self;
    #[inline]
    fn mul(self, by: i32) -> Self {
        self.map(|v| v * by)
    }
}

impl Shl<u32> for Lanes {
    type Output = Self;
    #[inline]
    fn shl(self, bits: u32) -> Self {
        self.map(|v| v << bits)
    }
}

/// A constant in 13-bit fixed point.
const fn fix(v: f64) -> i32 {
    (v * 8192.0 + 0.5) as i32
}

fn transpose(rows: [Lanes; 8]) -> [Lanes; 8] {
    std::array::from_fn(|y| Lanes(std::array::from_fn(|x| rows[x].0[y])))
}

/// The rotations that both directions share in their odd half: from the four odd values, in the
/// order of the inverse transform (7, 5, 3, 1), their four sums.
#[inline]
fn odd(v: [Lanes; 4]) -> [Lanes; 4] {
    let z5 = (v[0] + v[2] + v[1] + v[3]) * fix(1.175_875_602);
    let z1 = (v[0] + v[3]) * -fix(0.899_976_223);
    let z2 = (v[1] + v[2]) * -fix(2.562_915_447);
    let z3 = (v[0] + v[2]) * -fix(1.961_570_560) + z5;
    let z4 = (v[1] + v[3]) * -fix(0.390_180_644) + z5;
    [
        v[0] * fix(0.298_631_336) + z1 + z3,
        v[1] * fix(2.053_119_869) + z2 + z4,
        v[2] * fix(3.072_711_026) + z2 + z3,
        v[3] * fix(1.501_321_110) + z1 + z4,
    ]
}

/// Along the first index; `even` is what becomes of the two plain sums.
#[inline]
fn forward(d: [Lanes; 8], bits: u32, even: impl Fn(Lanes) -> Lanes) -> [Lanes; 8] {
    let sum: [Lanes; 4] = std::array::from_fn(|i| d[i] + d[7 - i]);
    let gap: [Lanes; 4] = std::array::from_fn(|i| d[i] - d[7 - i]);
    let (t10, t13) = (sum[0] + sum[3], sum[0] - sum[3]);
    let (t11, t12) = (sum[1] + sum[2], sum[1] - sum[2]);
    let z1 = (t12 + t13) * fix(0.541_196_100);
    let o = odd([gap[3], gap[2], gap[1], gap[0]]);
    [
        even(t10 + t11),
        o[3].descale(bits),
        (z1 + t13 * fix(0.765_366_865)).descale(bits),
        o[2].descale(bits),
        even(t10 - t11),
        o[1].descale(bits),
        (z1 - t12 * fix(1.847_759_065)).descale(bits),
        o[0].descale(bits),
    ]
}

/// Along the first index.
#[inline]
fn inverse(d: [Lanes; 8], bits: u32) -> [Lanes; 8] {
    let z1 = (d[2] + d[6]) * fix(0.541_196_100);
    let t2 = z1 - d[6] * fix(1.847_759_065);
    let t3 = z1 + d[2] * fix(0.765_366_865);
    let (t0, t1) = ((d[0] + d[4]) << BITS, (d[0] - d[4]) << BITS);
    let even = [t0 + t3, t1 + t2, t1 - t2, t0 - t3];
    let o = odd([d[7], d[5], d[3], d[1]]);
    std::array::from_fn(|i| {
        let v = if i < 4 {
            even[i] + o[3 - i]
        } else {
            even[7 - i] - o[i - 4]
        };
        v.descale(bits)
    })
}

/// One block at the start of `samples`: transformed, quantised and transformed back.
pub(super) fn round_trip(samples: &mut [u8], stride: usize, table: &Table) {
    let mut rows = [Lanes([0; 8]); 8];
    for (row, from) in rows.iter_mut().zip(samples.chunks(stride)) {
        for (v, from) in row.0.iter_mut().zip(from) {
            *v = i32::from(*from) - 128;
        }
    }
    // Across first, then down.
    let columns = forward(transpose(rows), BITS - KEPT, |v| v << KEPT);
    rows = forward(transpose(columns), BITS + KEPT, |v| v.descale(KEPT));
    table.quantise(&mut rows);
    // Down first, then across.
    let columns = transpose(inverse(rows, BITS - KEPT));
    rows = transpose(inverse(columns, BITS + KEPT + 3));
    for (row, to) in rows.iter().zip(samples.chunks_mut(stride)) {
        for (v, to) in row.0.iter().zip(to) {
            *to = (v + 128).clamp(0, 255) as u8;
        }
    }
}
