// Table: every sample through the table of its channel.
// Mirrors `reference` of src/kernel/table/mod.rs. Samples lie four to a word, in the order of the
// raster; each invocation writes one word.

struct Params {
    channels: u32,
    // 256 levels for each of three channels, four levels to a word.
    lut: array<vec4<u32>, 48>,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> src: array<u32>;
@group(0) @binding(2) var<storage, read_write> dst: array<u32>;

fn look(channel: u32, level: u32) -> u32 {
    let at = channel * 256u + level;
    let word = params.lut[at / 16u][(at / 4u) % 4u];
    return (word >> (8u * (at % 4u))) & 255u;
}

@compute @workgroup_size(256)
fn main(@builtin(global_invocation_id) id: vec3<u32>, @builtin(num_workgroups) groups: vec3<u32>) {
    let at = id.y * groups.x * 256u + id.x;
    if at >= arrayLength(&dst) {
        return;
    }
    let levels = src[at];
    var word = 0u;
    for (var i = 0u; i < 4u; i++) {
        let channel = (at * 4u + i) % params.channels;
        word |= look(channel, (levels >> (8u * i)) & 255u) << (8u * i);
    }
    dst[at] = word;
}
