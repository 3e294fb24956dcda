//! The Poisson law, by inversion of one uniform.

use crate::math::{exp, lgamma, ln};

/// Cumulative chances of the counts `0..most` in 32 bits: random bits below the n-th give n or less.
pub(super) fn cumulative(rate: f64, most: usize) -> Vec<u32> {
    let mut sum = 0.0;
    (0..most)
        .map(|n| {
            sum += chance(rate, n);
            (sum.min(1.0) * 4_294_967_296.0).min(4_294_967_295.0) as u32
        })
        .collect()
}

fn chance(rate: f64, n: usize) -> f64 {
    if rate <= 0.0 {
        return if n == 0 { 1.0 } else { 0.0 };
    }
    exp(n as f64 * ln(rate) - rate - lgamma(n as f64 + 1.0))
}

/// The count that random bits give.
#[inline]
pub(super) fn count(cumulative: &[u32], bits: u32) -> usize {
    cumulative.partition_point(|&c| c <= bits)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::noise::hash;

    #[test]
    fn has_its_moments() {
        for rate in [0.02, 1.0, 7.5, 300.0, 1000.0] {
            let table = cumulative(rate, 2000);
            let n = 40_000;
            let draw = |i: u32| count(&table, hash(4, i, 0)[1]) as f64;
            let mean = (0..n).map(draw).sum::<f64>() / f64::from(n);
            let square = |i| (draw(i) - mean) * (draw(i) - mean);
            let variance = (0..n).map(square).sum::<f64>() / f64::from(n);
            let error = (rate / f64::from(n)).sqrt();
            assert!((mean - rate).abs() < 5.0 * error, "{rate}: {mean}");
            let spread = ((2.0 + 1.0 / rate) / f64::from(n)).sqrt();
            assert!(
                (variance / rate - 1.0).abs() < 5.0 * spread,
                "{rate}: {variance}"
            );
        }
    }
}
