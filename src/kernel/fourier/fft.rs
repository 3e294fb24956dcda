//! The discrete Fourier transform of any length, in double precision: radix 2, and Bluestein's
//! convolution for lengths that are no power of two.

use crate::math::{PI, cos, sin};

/// A complex number.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(super) struct Complex {
    pub(super) re: f64,
    pub(super) im: f64,
}

impl Complex {
    pub(super) fn new(re: f64, im: f64) -> Self {
        Self { re, im }
    }

    /// `e^(iπ part / whole)`.
    pub(super) fn turn(part: u64, whole: u64) -> Self {
        // Reduced first: an angle of many turns would lose digits.
        let angle = PI * (part % (2 * whole)) as f64 / whole as f64;
        Self::new(cos(angle), sin(angle))
    }

    #[inline]
    pub(super) fn times(self, o: Self) -> Self {
        Self::new(
            self.re * o.re - self.im * o.im,
            self.re * o.im + self.im * o.re,
        )
    }

    #[inline]
    pub(super) fn plus(self, o: Self) -> Self {
        Self::new(self.re + o.re, self.im + o.im)
    }

    #[inline]
    fn minus(self, o: Self) -> Self {
        Self::new(self.re - o.re, self.im - o.im)
    }

    #[inline]
    pub(super) fn conjugate(self) -> Self {
        Self::new(self.re, -self.im)
    }

    pub(super) fn scaled(self, by: f64) -> Self {
        Self::new(self.re * by, self.im * by)
    }
}

/// Roots of unity for a power of two.
struct Radix2 {
    roots: Vec<Complex>,
}

impl Radix2 {
    fn new(n: usize) -> Self {
        let roots = (0..n / 2)
            .map(|k| Complex::turn(2 * k as u64, n as u64).conjugate())
            .collect();
        Self { roots }
    }

    /// Forward, unscaled, in place.
    fn run(&self, data: &mut [Complex]) {
        let n = data.len();
        let mut j = 0;
        for i in 1..n {
            let mut bit = n >> 1;
            while j & bit != 0 {
                j ^= bit;
                bit >>= 1;
            }
            j |= bit;
            if i < j {
                data.swap(i, j);
            }
        }
        let mut half = 1;
        while half < n {
            let stride = n / (2 * half);
            for block in data.chunks_exact_mut(2 * half) {
                let (low, high) = block.split_at_mut(half);
                let roots = self.roots.iter().step_by(stride);
                for ((a, b), root) in low.iter_mut().zip(high).zip(roots) {
                    let turned = b.times(*root);
                    (*a, *b) = (a.plus(turned), a.minus(turned));
                }
            }
            half *= 2;
        }
    }
}

/// A transform of one length, with what it needs again and again.
pub(super) struct Plan {
    n: usize,
    inner: Radix2,
    /// For other lengths: the chirp, and the transform of its conjugate.
    chirp: Vec<Complex>,
    spread: Vec<Complex>,
    room: Vec<Complex>,
}

impl Plan {
    pub(super) fn new(n: usize) -> Self {
        if n.is_power_of_two() {
            return Self {
                n,
                inner: Radix2::new(n),
                chirp: Vec::new(),
                spread: Vec::new(),
                room: Vec::new(),
            };
        }
        let long = (2 * n - 1).next_power_of_two();
        let inner = Radix2::new(long);
        let chirp: Vec<Complex> = (0..n as u64)
            .map(|k| Complex::turn(k * k, n as u64).conjugate())
            .collect();
        let mut spread = vec![Complex::default(); long];
        for (k, c) in chirp.iter().enumerate() {
            spread[k] = c.conjugate();
            spread[(long - k) % long] = c.conjugate();
        }
        inner.run(&mut spread);
        Self {
            n,
            inner,
            chirp,
            spread,
            room: vec![Complex::default(); long],
        }
    }

    /// Forward, unscaled, in place; `data` has the plan's length.
    pub(super) fn forward(&mut self, data: &mut [Complex]) {
        if self.chirp.is_empty() {
            return self.inner.run(data);
        }
        let room = &mut self.room;
        room.fill(Complex::default());
        for ((to, v), c) in room.iter_mut().zip(&*data).zip(&self.chirp) {
            *to = v.times(*c);
        }
        self.inner.run(room);
        // The inverse is the forward transform of the conjugate.
        for (v, s) in room.iter_mut().zip(&self.spread) {
            *v = v.times(*s).conjugate();
        }
        self.inner.run(room);
        let scale = 1.0 / room.len() as f64;
        for ((to, v), c) in data.iter_mut().zip(&*room).zip(&self.chirp) {
            *to = v.conjugate().times(*c).scaled(scale);
        }
    }
}

/// Both directions of a picture's plane, in place: rows, then columns.
pub(super) struct Plan2 {
    rows: Plan,
    columns: Plan,
}

/// Some columns at a time: neighbours share cache lines.
const TOGETHER: usize = 8;

impl Plan2 {
    pub(super) fn new(width: usize, height: usize) -> Self {
        Self {
            rows: Plan::new(width),
            columns: Plan::new(height),
        }
    }

    /// Forward, unscaled.
    pub(super) fn forward(&mut self, data: &mut [Complex]) {
        let (width, height) = (self.rows.n, self.columns.n);
        for row in data.chunks_exact_mut(width) {
            self.rows.forward(row);
        }
        if height == 1 {
            return;
        }
        let mut room = vec![Complex::default(); height * TOGETHER.min(width)];
        for x in (0..width).step_by(TOGETHER) {
            let many = TOGETHER.min(width - x);
            for (y, row) in data.chunks_exact(width).enumerate() {
                for (i, v) in row[x..x + many].iter().enumerate() {
                    room[i * height + y] = *v;
                }
            }
            for column in room.chunks_exact_mut(height).take(many) {
                self.columns.forward(column);
            }
            for (y, row) in data.chunks_exact_mut(width).enumerate() {
                for (i, v) in row[x..x + many].iter_mut().enumerate() {
                    *v = room[i * height + y];
                }
            }
        }
    }

    /// Inverse, scaled.
    pub(super) fn inverse(&mut self, data: &mut [Complex]) {
        for v in &mut *data {
            *v = v.conjugate();
        }
        self.forward(data);
        let scale = 1.0 / data.len() as f64;
        for v in data {
            *v = v.conjugate().scaled(scale);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(n: usize) -> Vec<Complex> {
        let value = |i: u32| {
            let [a, b, ..] = crate::noise::hash(1, i, 0);
            Complex::new(f64::from(a >> 24), f64::from(b >> 24))
        };
        (0..n as u32).map(value).collect()
    }

    #[test]
    fn equals_the_definition() {
        for n in [1, 2, 3, 4, 7, 12, 16, 30, 45, 64, 97] {
            let data = values(n);
            let mut made = data.clone();
            Plan::new(n).forward(&mut made);
            for (k, got) in made.iter().enumerate() {
                let want = data
                    .iter()
                    .enumerate()
                    .fold(Complex::default(), |sum, (i, v)| {
                        let root = Complex::turn(2 * (i * k) as u64, n as u64).conjugate();
                        sum.plus(v.times(root))
                    });
                let off = (got.re - want.re).abs().max((got.im - want.im).abs());
                assert!(off < 1e-9, "{n} {k}: {off}");
            }
        }
    }

    #[test]
    fn there_and_back() {
        for (w, h) in [(1, 1), (1, 9), (8, 6), (13, 31), (64, 33)] {
            let data = values(w * h);
            let mut made = data.clone();
            let mut plan = Plan2::new(w, h);
            plan.forward(&mut made);
            plan.inverse(&mut made);
            let off = |(a, b): (&Complex, &Complex)| (a.re - b.re).abs() + (a.im - b.im).abs();
            let worst = made.iter().zip(&data).map(off).fold(0.0, f64::max);
            assert!(worst < 1e-10, "{w} {h}: {worst}");
        }
    }
}
