// Rearrange: samples move, none is computed.
// Mirrors `reference`, `fold` and `Turn::source` of src/kernel/rearrange/mod.rs. Samples lie four to
// a word, in the order of the raster; each invocation writes one word.

struct Params {
    // Of the output.
    width: u32,
    samples: u32,
    channels: u32,
    // A number of `Turn`, in the order of its declaration.
    turn: u32,
    // Of the source.
    src_size: vec2<u32>,
    // Place of output pixel (0, 0) in the turned source.
    corner: vec2<i32>,
    // A number of `Border`, in the order of its declaration.
    border: u32,
    // One byte a channel.
    fill: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> src: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;

// `v` modulo `n`, from 0 to n - 1.
fn wrap(v: i32, n: i32) -> i32 {
    return ((v % n) + n) % n;
}

// The place inside 0..len that `v` stands for; -1 where the fill shows.
fn fold(v: i32, len: i32) -> i32 {
    if v >= 0 && v < len {
        return v;
    }
    switch params.border {
        case 1u: {
            return clamp(v, 0, len - 1);
        }
        case 2u: {
            let w = wrap(v, 2 * len);
            return min(w, 2 * len - 1 - w);
        }
        case 3u: {
            if len == 1 {
                return 0;
            }
            let w = wrap(v, 2 * len - 2);
            return min(w, 2 * len - 2 - w);
        }
        case 4u: {
            return wrap(v, len);
        }
        default: {
            return -1;
        }
    }
}

fn swaps() -> bool {
    return params.turn == 3u || params.turn >= 5u;
}

// Where a pixel of the turned source lies in the source.
fn source(x: u32, y: u32) -> vec2<u32> {
    let last = params.src_size - 1u;
    switch params.turn {
        case 1u: { return vec2(last.x - x, y); }
        case 2u: { return vec2(x, last.y - y); }
        case 3u: { return vec2(last.x - y, x); }
        case 4u: { return vec2(last.x - x, last.y - y); }
        case 5u: { return vec2(y, last.y - x); }
        case 6u: { return vec2(y, x); }
        case 7u: { return vec2(last.x - y, last.y - x); }
        default: { return vec2(x, y); }
    }
}

// Output sample `at`.
fn sample_at(at: u32) -> u32 {
    let channel = at % params.channels;
    let pixel = at / params.channels;
    let place = vec2<i32>(vec2(pixel % params.width, pixel / params.width)) + params.corner;
    let turned = vec2<i32>(select(params.src_size, params.src_size.yx, swaps()));
    let x = fold(place.x, turned.x);
    let y = fold(place.y, turned.y);
    if x < 0 || y < 0 {
        return (params.fill >> (8u * channel)) & 255u;
    }
    let origin = source(u32(x), u32(y));
    let found = (origin.y * params.src_size.x + origin.x) * params.channels + channel;
    return (src[found / 4u] >> (8u * (found % 4u))) & 255u;
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
    let at = id.y * groups.x * 256u + id.x;
    if at >= arrayLength(&dst) {
        return;
    }
    var word = 0u;
    for (var i = 0u; i < 4u; i++) {
        if at * 4u + i < params.samples {
            word |= sample_at(at * 4u + i) << (8u * i);
        }
    }
    dst[at] = word;
}
