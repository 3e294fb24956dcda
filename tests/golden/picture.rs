// The picture of the byte corpus, the same on every platform: slow gradients under noise, so that every
// filter and table has something to do. Included by native and wasm tests alike.

/// Interleaved values of a `width` × `height` picture.
fn picture(width: u32, height: u32, channels: u32) -> Vec<u8> {
    let mut state = 0x2545_f491_u32;
    let mut out = Vec::new();
    for y in 0..height {
        for x in 0..width {
            for c in 0..channels {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let gradient = (x * (3 + c) + y * (5 - c)) % 224;
                out.push((gradient + (state >> 27)) as u8);
            }
        }
    }
    out
}
