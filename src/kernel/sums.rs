//! Sums as numpy adds the values of an array: by halves, and eight at a time within 128.

use std::ops::Add;

/// `numpy.sum` of values that lie one after the other.
pub(crate) fn numpy_sum<T: Copy + Default + Add<Output = T>>(values: &[T]) -> T {
    const BLOCK: usize = 128;
    let plain = |from: T, values: &[T]| values.iter().fold(from, |sum, &v| sum + v);
    if values.len() > BLOCK {
        let half = values.len() / 2 / 8 * 8;
        return numpy_sum(&values[..half]) + numpy_sum(&values[half..]);
    }
    let (eights, rest) = values.as_chunks::<8>();
    let Some((first, others)) = eights.split_first() else {
        return plain(T::default(), values);
    };
    let mut r = *first;
    for eight in others {
        for (sum, &v) in r.iter_mut().zip(eight) {
            *sum = *sum + v;
        }
    }
    let sum = ((r[0] + r[1]) + (r[2] + r[3])) + ((r[4] + r[5]) + (r[6] + r[7]));
    plain(sum, rest)
}

/// Value `i` of `numpy.linspace(from, to, n)`.
pub(crate) fn numpy_linspace(from: f64, to: f64, n: usize, i: usize) -> f64 {
    if n > 1 && i + 1 == n {
        return to;
    }
    let steps = n.saturating_sub(1) as f64;
    let step = (to - from) / steps;
    let way = if n <= 1 {
        0.0
    } else if step == 0.0 {
        i as f64 / steps * (to - from)
    } else {
        i as f64 * step
    };
    way + from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_and_steps() {
        for n in [0usize, 1, 7, 8, 9, 127, 128, 129, 1000] {
            let values: Vec<f64> = (0..n).map(|v| v as f64).collect();
            let whole = (n * n.saturating_sub(1) / 2) as f64;
            assert_eq!(numpy_sum(&values), whole, "{n}");
        }
        let line: Vec<f64> = (0..5).map(|i| numpy_linspace(1.0, 3.0, 5, i)).collect();
        assert_eq!(line, [1.0, 1.5, 2.0, 2.5, 3.0]);
        assert_eq!(numpy_linspace(4.0, 9.0, 1, 0), 4.0);
        assert_eq!(numpy_linspace(2.0, 2.0, 3, 1), 2.0);
    }
}
