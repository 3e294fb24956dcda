use wgpu::naga;

use super::plan::{Shader, Shape, plan};
use super::read::Runnable;
use crate::image::Size;
use crate::kernel::Border;
use crate::kernel::rearrange::{Rearrange, Turn};
use crate::kernel::table::Table;
use crate::program::{Family, Program};

const SHAPE: Shape = Shape {
    size: Size::new(5, 3),
    channels: 3,
};

fn one(family: Family) -> Program {
    let mut program = Program::default();
    program.output = program.push(family, &[0]);
    program
}

fn window(x: i64, size: Size) -> Program {
    one(Family::Rearrange(Rearrange::window(
        x,
        0,
        size,
        Border::Wrap,
    )))
}

/// A program of one pass for each shader.
fn program(shader: Shader) -> Program {
    match shader {
        Shader::Table => one(Family::Table(Table { lut: vec![] })),
        Shader::Rearrange => window(0, SHAPE.size),
    }
}

#[test]
fn shaders_are_valid_and_params_have_their_size() {
    for shader in Shader::ALL {
        let module = naga::front::wgsl::parse_str(shader.source()).unwrap();
        naga::valid::Validator::new(
            naga::valid::ValidationFlags::all(),
            naga::valid::Capabilities::empty(),
        )
        .validate(&module)
        .unwrap();
        let params = module
            .types
            .iter()
            .find(|(_, t)| t.name.as_deref() == Some("Params"));
        let naga::TypeInner::Struct { span, .. } = params.unwrap().1.inner else {
            panic!("{}: Params is no struct", shader.name());
        };
        let steps = plan(&program(shader), SHAPE, 1 << 20).unwrap();
        assert_eq!(steps[0].shader, shader);
        assert_eq!(
            steps[0].params.len() * 4,
            span as usize,
            "{}",
            shader.name()
        );
    }
}

#[test]
fn reads_what_has_a_shader_as_it_was_written() {
    for shader in Shader::ALL {
        let program = program(shader);
        let text = serde_json::to_string(&program).unwrap();
        let read: Runnable = serde_json::from_str(&text).unwrap();
        assert_eq!(read.0, program);
    }
    let other = serde_json::to_string(&one(Family::Reduce)).unwrap();
    assert!(serde_json::from_str::<Runnable>(&other).is_err());
}

#[test]
fn turns_are_numbered_as_the_shader_numbers_them() {
    let order = [
        Turn::None,
        Turn::FlipHorizontal,
        Turn::FlipVertical,
        Turn::Quarter,
        Turn::Half,
        Turn::ThreeQuarters,
        Turn::Transpose,
        Turn::Transverse,
    ];
    assert!(order.iter().enumerate().all(|(i, t)| *t as usize == i));
}

#[test]
fn refuses_what_does_not_fit() {
    let small = |program: &Program, bytes| plan(program, SHAPE, bytes).is_some();
    assert!(small(&window(0, Size::new(8, 8)), 192));
    assert!(!small(&window(0, Size::new(8, 8)), 191));
    assert!(!small(&window(0, Size::new(0, 8)), 1 << 20));
    assert!(!small(&window(i64::MAX, Size::new(8, 8)), 1 << 20));
    assert!(!small(&one(Family::Reduce), 1 << 20));
    let mut broken = program(Shader::Table);
    broken.passes[0].srcs = vec![7];
    assert!(!small(&broken, 1 << 20));
}
