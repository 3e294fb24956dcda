//! From single precision to 8 bits, in ways that compilers turn into vectors.
//!
//! Adding 2²³ to a value of 0..=255 leaves its nearest whole number, halves to even, in the low
//! bits of the float. A saturating cast gives the same bytes many times slower.

const SHIFT: f32 = 8_388_608.0;

/// Cut off to 0..=255, fraction dropped.
#[inline]
pub fn truncate(v: f32) -> u8 {
    let v = v.clamp(0.0, 255.0);
    let bits = (v + SHIFT).to_bits();
    let nearest = f32::from_bits(bits) - SHIFT;
    bits.wrapping_sub(u32::from(nearest > v)) as u8
}

/// Cut off to 0..=255, to the nearest, halves up.
#[inline]
pub fn half_up(v: f32) -> u8 {
    truncate(v + 0.5)
}

/// Cut off to 0..=255, to the nearest, halves to even.
#[inline]
pub fn half_even(v: f32) -> u8 {
    (v.clamp(0.0, 255.0) + SHIFT).to_bits() as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_plain_casts() {
        let near = |v: f32| [v, v.next_down(), v.next_up()];
        let ends = [
            -1e9,
            -0.5,
            -0.0,
            255.49,
            255.5,
            256.0,
            1e9,
            f32::INFINITY,
            f32::NEG_INFINITY,
            1e-40,
        ];
        let values = (-10..5300)
            .flat_map(|i| near(i as f32 / 20.0))
            .chain((0..520).flat_map(|i| near(i as f32 / 2.0)));
        for v in values.chain(ends) {
            assert_eq!(truncate(v), v as u8, "{v}");
            assert_eq!(half_up(v), (v + 0.5) as u8, "{v}");
            assert_eq!(half_even(v), v.round_ties_even() as u8, "{v}");
        }
    }
}
