//! sin, cos, tan and atan rounded correctly, by way of about 100 bits.
//!
//! The libraries we are compared with take them from glibc, which rounds correctly but for about
//! one angle in a thousand; `libm` is off by a last bit far more often, and a last bit in a
//! matrix can turn a pixel.

/// An unevaluated sum `hi + lo` of about 106 bits; `hi` is the sum rounded.
#[derive(Clone, Copy)]
struct Double {
    hi: f64,
    lo: f64,
}

/// a + b and what rounding left (Knuth).
fn two_sum(a: f64, b: f64) -> Double {
    let hi = a + b;
    let back = hi - a;
    Double {
        hi,
        lo: (a - (hi - back)) + (b - back),
    }
}

/// a · b and what rounding left (Dekker), without a fused multiply-add.
fn two_product(a: f64, b: f64) -> Double {
    let halves = |v: f64| {
        let big = v * 134_217_729.0;
        let high = big - (big - v);
        (high, v - high)
    };
    let hi = a * b;
    let ((a1, a2), (b1, b2)) = (halves(a), halves(b));
    Double {
        hi,
        lo: ((a1 * b1 - hi) + a1 * b2 + a2 * b1) + a2 * b2,
    }
}

impl Double {
    fn new(v: f64) -> Self {
        Self { hi: v, lo: 0.0 }
    }

    fn negated(self) -> Self {
        Self {
            hi: -self.hi,
            lo: -self.lo,
        }
    }

    fn plus(self, other: Self) -> Self {
        let high = two_sum(self.hi, other.hi);
        let low = two_sum(self.lo, other.lo);
        let high = two_sum(high.hi, high.lo + low.hi);
        two_sum(high.hi, high.lo + low.lo)
    }

    fn times(self, other: Self) -> Self {
        let product = two_product(self.hi, other.hi);
        two_sum(
            product.hi,
            product.lo + (self.hi * other.lo + self.lo * other.hi),
        )
    }

    fn over(self, other: Self) -> Self {
        let first = self.hi / other.hi;
        let left = self.plus(other.times(Self::new(first)).negated());
        let second = left.hi / other.hi;
        let left = left.plus(other.times(Self::new(second)).negated());
        two_sum(first, second).plus(Self::new(left.hi / other.hi))
    }
}

/// Angles beyond this are left to `libm`: quarter turns are subtracted to about 160 bits here.
const FAR: f64 = 1e6;

/// π/2 in three parts.
const QUARTER: [f64; 3] = [
    std::f64::consts::FRAC_PI_2,
    6.123_233_995_736_766e-17,
    -1.497_384_904_859_183_3e-33,
];

/// Sine and cosine, by Taylor's series after quarter turns are taken away.
fn sin_cos(x: f64) -> (Double, Double) {
    let turns = (x / QUARTER[0]).round();
    let r = QUARTER.iter().fold(Double::new(x), |r, &part| {
        r.plus(two_product(turns, part).negated())
    });
    let square = r.times(r).negated();
    // first · (1 - r²/(k+1)(k+2) + …), with k growing by two.
    let series = |first: Double, mut k: f64| {
        let (mut sum, mut term) = (first, first);
        for _ in 0..15 {
            term = term.times(square).over(two_product(k + 1.0, k + 2.0));
            sum = sum.plus(term);
            k += 2.0;
        }
        sum
    };
    let (sin, cos) = (series(r, 1.0), series(Double::new(1.0), 0.0));
    match turns.rem_euclid(4.0) as u8 {
        0 => (sin, cos),
        1 => (cos, sin.negated()),
        2 => (sin.negated(), cos.negated()),
        _ => (cos.negated(), sin),
    }
}

/// Whether the method above serves: not too far, not so small that parts underflow.
fn near(x: f64) -> bool {
    x.abs() < FAR && x.abs() > 1e-100
}

/// Sine of an angle in radians.
pub fn sin(x: f64) -> f64 {
    if near(x) {
        sin_cos(x).0.hi
    } else {
        libm::sin(x)
    }
}

/// Cosine of an angle in radians.
pub fn cos(x: f64) -> f64 {
    if near(x) {
        sin_cos(x).1.hi
    } else {
        libm::cos(x)
    }
}

/// Tangent of an angle in radians.
pub fn tan(x: f64) -> f64 {
    if near(x) {
        let (sin, cos) = sin_cos(x);
        sin.over(cos).hi
    } else {
        libm::tan(x)
    }
}

/// Arc tangent, radians.
pub fn atan(x: f64) -> f64 {
    if !near(x) {
        return libm::atan(x);
    }
    // One step of Newton's method: the angle between the first guess and the truth is its tangent.
    let guess = libm::atan(x);
    let (sin, cos) = sin_cos(guess);
    let x = Double::new(x);
    let step = x
        .times(cos)
        .plus(sin.negated())
        .over(cos.plus(x.times(sin)));
    Double::new(guess).plus(step).hi
}

#[cfg(test)]
mod tests {
    use super::*;

    #[allow(
        clippy::approx_constant,
        reason = "values a method is held against are written out"
    )]
    /// x and its correctly rounded sine, cosine, tangent, arc tangent (mpmath, 300 bits).
    const KNOWN: [[f64; 5]; 33] = [
        [
            0.5235987755982988,
            0.49999999999999994,
            0.8660254037844387,
            0.5773502691896257,
            0.48234790710102493,
        ],
        [
            1.5707963267948966,
            1.0,
            6.123233995736766e-17,
            1.633123935319537e+16,
            1.0038848218538872,
        ],
        [
            3.141592653589793,
            1.2246467991473532e-16,
            -1.0,
            -1.2246467991473532e-16,
            1.2626272556789118,
        ],
        [
            -0.7853981633974483,
            -0.7071067811865475,
            0.7071067811865476,
            -0.9999999999999999,
            -0.6657737500283538,
        ],
        [
            9.42477796076938,
            3.6739403974420594e-16,
            -1.0,
            -3.6739403974420594e-16,
            1.465088530414409,
        ],
        [1e-09, 1e-09, 1.0, 1e-09, 1e-09],
        [
            -0.3,
            -0.29552020666133955,
            0.955336489125606,
            -0.30933624960962325,
            -0.2914567944778671,
        ],
        [
            2.5,
            0.5984721441039565,
            -0.8011436155469337,
            -0.7470222972386603,
            1.1902899496825317,
        ],
        [
            100.25,
            -0.2772828564548513,
            0.9607883312760612,
            -0.2885993172779075,
            1.5608215952767879,
        ],
        [
            -6.1,
            0.18216250427209588,
            0.9832684384425845,
            0.18526223068913525,
            -1.4083072175776932,
        ],
        [
            0.7853981633974484,
            0.7071067811865476,
            0.7071067811865475,
            1.0000000000000002,
            0.6657737500283539,
        ],
        [1e-30, 1e-30, 1.0, 1e-30, 1e-30],
        [
            54321.75,
            -0.4541578947859389,
            -0.8909212123434956,
            0.5097621299096848,
            1.570777917962341,
        ],
        [
            -1.1068913836067251,
            -0.8943120780391298,
            0.44744374738433135,
            -1.998713990902998,
            -0.8360888703689177,
        ],
        [
            -2.193779340387185,
            -0.8121416023583748,
            -0.5834603823043784,
            1.3919395849137508,
            -1.1431011506246633,
        ],
        [
            0.9483492633509026,
            0.8124541913810099,
            0.583025031115671,
            1.393515111737665,
            0.7588943722047017,
        ],
        [
            -2.6864620414936398,
            -0.439579633812795,
            -0.8982036214227869,
            0.48939864339055444,
            -1.2144503970278697,
        ],
        [
            0.2254532822519442,
            0.22354819606439694,
            0.9746928767752199,
            0.22935244669480725,
            0.2217458410163161,
        ],
        [
            -0.8439014238462194,
            -0.7472415016104679,
            0.6645525850306604,
            -1.1244279511394761,
            -0.7009428542316668,
        ],
        [
            -2.777174661613141,
            -0.3564055665284951,
            -0.9343313502968326,
            0.3814552154492801,
            -1.2251715368632623,
        ],
        [
            0.04672008952387279,
            0.04670309486896788,
            0.9989088151226118,
            0.046754112249209924,
            0.04668614095432084,
        ],
        [
            -2.90600048338409,
            -0.23341883867130972,
            -0.9723762881484396,
            0.2400499081644377,
            -1.239373353055343,
        ],
        [
            -0.41691646548044364,
            -0.4049429777250683,
            0.914341940846615,
            -0.442879145793225,
            -0.39500394714827114,
        ],
        [
            -2.702678082558941,
            -0.42495717068213573,
            -0.9052134571943979,
            0.46945520673017854,
            -1.2164134430090545,
        ],
        [
            -2.5716259809776343,
            -0.5396039900739628,
            -0.8419189592212891,
            0.6409215330808744,
            -1.1999309694109042,
        ],
        [
            -0.47425992175375764,
            -0.4566801757954766,
            0.8896309442883676,
            -0.5133366580012385,
            -0.4428443258223565,
        ],
        [
            2.0536724673597804,
            0.8856631141012771,
            -0.4643283841425465,
            -1.90740679301092,
            1.117657209461755,
        ],
        [
            -2.3637219902943216,
            -0.7017640516939578,
            -0.7124094438945064,
            0.9850571994914136,
            -1.1705686691426886,
        ],
        [
            -1.7389408711810157,
            -0.985896980525282,
            -0.1673533501042982,
            5.891109917494032,
            -1.0489149415975472,
        ],
        [
            0.800686550665347,
            0.7178342462532588,
            0.696214043887378,
            1.0310539589881904,
            0.6751594305007135,
        ],
        [
            2.813038249138769,
            0.32267509568641034,
            -0.9465097900305975,
            -0.34091046821182835,
            1.229241234381488,
        ],
        [
            0.48445211389369,
            0.4657235883866841,
            0.8849302453980372,
            0.5262828237690124,
            0.4511321137604201,
        ],
        [
            -0.649175723618987,
            -0.6045300071465369,
            0.796582368910716,
            -0.7589045787859949,
            -0.5757955461683746,
        ],
    ];

    #[test]
    fn rounds_correctly() {
        for [x, s, c, t, a] in KNOWN {
            assert_eq!([sin(x), cos(x), tan(x), atan(x)], [s, c, t, a], "{x}");
            assert_eq!(
                [sin(-x), cos(-x), tan(-x), atan(-x)],
                [-s, c, -t, -a],
                "{x}"
            );
        }
    }

    #[test]
    fn ends_are_safe() {
        for x in [0.0, -0.0, f64::MIN_POSITIVE, 1e-200] {
            assert_eq!([sin(x), cos(x), tan(x), atan(x)], [x, 1.0, x, x]);
        }
        assert!(sin(1e300).abs() <= 1.0);
        assert_eq!(atan(f64::INFINITY), std::f64::consts::FRAC_PI_2);
        assert!(
            [
                sin(f64::NAN),
                cos(f64::INFINITY),
                tan(f64::NAN),
                atan(f64::NAN)
            ]
            .iter()
            .all(|v| v.is_nan())
        );
    }
}
