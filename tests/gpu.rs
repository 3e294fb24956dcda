//! The GPU engine agrees with the reference loops, on the adapter this machine has (software where
//! there is no hardware).
#![allow(clippy::unwrap_used, reason = "tests")]

#[path = "gpu/corpus.rs"]
mod corpus;

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use augplay::engine::Value;
use augplay::engine::cpu::{self, Level};
use augplay::engine::gpu::Gpu;
use augplay::kernel::table::{Lut, Table};
use augplay::program::{Family, Program};

/// Waits for a future. Outside browsers all the engine's futures are ready when asked again.
fn block_on<F: Future>(future: F) -> F::Output {
    let mut future = pin!(future);
    loop {
        if let Poll::Ready(out) = future
            .as_mut()
            .poll(&mut Context::from_waker(Waker::noop()))
        {
            return out;
        }
        std::thread::yield_now();
    }
}

/// The device; without one the test is skipped, unless this machine promised one.
fn gpu() -> Option<Gpu> {
    match block_on(Gpu::request()) {
        Ok(gpu) => {
            println!("adapter: {}", gpu.name());
            Some(gpu)
        }
        Err(e) if std::env::var_os("AUGPLAY_GPU").is_some_and(|v| v == "required") => {
            panic!("AUGPLAY_GPU=required, but {e}")
        }
        Err(e) => {
            println!("skipped: {e}");
            None
        }
    }
}

fn assert_same(name: &str, have: Value, want: Value) {
    let (have, want) = (have.image().unwrap(), want.image().unwrap());
    assert_eq!(have.size(), want.size(), "{name}");
    let pairs = have.data().iter().zip(want.data());
    if let Some((at, (have, want))) = pairs.enumerate().find(|(_, (have, want))| have != want) {
        panic!("{name}: sample {at} is {have}, not {want}");
    }
}

#[test]
fn agrees_with_the_reference() {
    let Some(gpu) = gpu() else { return };
    let mut run = Vec::new();
    for case in corpus::cases() {
        let (size, channels) = (case.image.size(), case.image.channels());
        if !gpu.supports(&case.program, size, channels) {
            continue;
        }
        let input = || Value::U8(case.image.clone());
        let want = cpu::run(&case.program, input(), Level::Reference).unwrap();
        let have = block_on(gpu.run(&case.program, input())).unwrap();
        assert_same(&case.name, have, want);
        run.push(case.name);
    }
    println!("{} programs agree", run.len());
    // What must be among them, so that nothing drops out unseen.
    for part in [
        "posterize",
        "solarize",
        "horizontal_flip}, {op",
        "3 tables",
        "Transverse",
    ] {
        let count = run.iter().filter(|name| name.contains(part)).count();
        assert!(count >= 10, "{count} programs with {part}");
    }
}

#[test]
fn agrees_where_the_workgroups_fill_more_than_one_row() {
    let Some(gpu) = gpu() else { return };
    // A row of 65 535 workgroups is 67 107 840 samples.
    let image = corpus::noise(8200, 8200, 1);
    let lut = Lut::from_fn(|v| v.wrapping_mul(7));
    let mut program = Program::default();
    program.output = program.push(Family::Table(Table::all(lut)), &[0]);
    let have = block_on(gpu.run(&program, Value::U8(image.clone()))).unwrap();
    let want = cpu::run(&program, Value::U8(image), Level::Fast).unwrap();
    assert_same("8200×8200", have, want);
}

#[test]
fn refuses_what_it_has_no_shader_for() {
    let Some(gpu) = gpu() else { return };
    let blur = corpus::cases()
        .into_iter()
        .find(|case| case.name.contains("gaussian_blur"))
        .unwrap();
    let (size, channels) = (blur.image.size(), blur.image.channels());
    assert!(!gpu.supports(&blur.program, size, channels));
    let error = block_on(gpu.run(&blur.program, Value::U8(blur.image))).unwrap_err();
    assert_eq!(error.code, augplay::Code::Unsupported);
}
