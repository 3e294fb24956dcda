//! The GPU engine: programs as WGSL through wgpu, WebGPU in a browser and Vulkan elsewhere.
//!
//! A picture is uploaded once, every pass reads and writes words of four samples in storage buffers,
//! and the result is read back once. Arithmetic is that of the integer reference loops, so results
//! are equal to the CPU's, bit for bit. Having no GPU is a normal state: the CPU takes over.

mod plan;
mod read;
mod signal;
#[cfg(test)]
mod tests;

use wgpu::util::DeviceExt;

use crate::engine::{Value, wrong};
use crate::error::{Code, Error, Result};
use crate::image::{Raster, Size};
use crate::program::Program;
use plan::{Shader, Shape, Step, plan};

pub use read::Runnable;

/// Invocations of a workgroup, as every shader declares them.
const GROUP: u32 = 256;
/// Workgroups along one axis that every device can do.
const MOST_GROUPS: u32 = 65_535;

/// A device, ready to run programs.
pub struct Gpu {
    device: wgpu::Device,
    queue: wgpu::Queue,
    layout: wgpu::BindGroupLayout,
    pipelines: [wgpu::ComputePipeline; Shader::ALL.len()],
    most_bytes: u64,
}

impl Gpu {
    /// The adapter that the system or browser prefers.
    ///
    /// # Errors
    /// [`Code::Unsupported`] with the reason, if there is none.
    pub async fn request() -> Result<Self> {
        let mut wanted = wgpu::InstanceDescriptor::new_without_display_handle();
        wanted.backends = wgpu::Backends::VULKAN | wgpu::Backends::BROWSER_WEBGPU;
        let instance = wgpu::Instance::new(wanted);
        let adapter = instance
            .request_adapter(&wgpu::RequestAdapterOptions::default())
            .await
            .map_err(|e| absent(format!("no GPU was found: {e}")))?;
        let can = adapter.limits();
        let limits = wgpu::Limits {
            max_storage_buffer_binding_size: can.max_storage_buffer_binding_size,
            max_buffer_size: can.max_buffer_size,
            ..wgpu::Limits::downlevel_defaults()
        };
        let most_bytes = limits
            .max_buffer_size
            .min(limits.max_storage_buffer_binding_size);
        let (device, queue) = adapter
            .request_device(&wgpu::DeviceDescriptor {
                required_limits: limits,
                ..Default::default()
            })
            .await
            .map_err(|e| absent(format!("the GPU gave no device: {e}")))?;
        let layout = layout(&device);
        let pipelines = Shader::ALL.map(|shader| pipeline(&device, &layout, shader));
        Ok(Self {
            device,
            queue,
            layout,
            pipelines,
            most_bytes,
        })
    }

    /// The adapter's name, for people.
    pub fn name(&self) -> String {
        self.device.adapter_info().name
    }

    /// Whether [`run`](Self::run) takes this program for a picture of this size and 1 or 3 channels:
    /// every pass has a shader and every picture on the way fits into the device's buffers.
    pub fn supports(&self, program: &Program, size: Size, channels: usize) -> bool {
        plan(program, Shape { size, channels }, self.most_bytes).is_some()
    }

    /// Runs a program on a picture.
    ///
    /// In a browser the answer comes through its event loop; elsewhere this waits for the device.
    ///
    /// # Errors
    /// If the program is not [supported](Self::supports) or the device fails; the caller then runs it
    /// on the CPU.
    pub async fn run(&self, program: &Program, input: Value) -> Result<Value> {
        let Value::U8(image) = input else {
            return Err(wrong());
        };
        let (size, channels) = (image.size(), image.channels());
        let from = Shape { size, channels };
        let steps = plan(program, from, self.most_bytes)
            .ok_or_else(|| absent("the GPU has no shader for this program".to_owned()))?;
        let Some(last) = program.output.checked_sub(1) else {
            return Ok(Value::U8(image));
        };
        let to = steps.get(last).ok_or_else(wrong)?.shape;

        // Errors inside the scopes come back here instead of stopping the process.
        let memory = self.device.push_error_scope(wgpu::ErrorFilter::OutOfMemory);
        let validation = self.device.push_error_scope(wgpu::ErrorFilter::Validation);
        let read = self.submit(&steps, image.data(), from, last);
        let mapped = signal::channel();
        read.map_async(wgpu::MapMode::Read, .., mapped.sender());
        let errors = [validation.pop(), memory.pop()];
        // A browser ignores this and calls back on its own.
        self.device
            .poll(wgpu::PollType::wait_indefinitely())
            .map_err(|e| failed(&e))?;
        for error in errors {
            if let Some(error) = error.await {
                return Err(failed(&error));
            }
        }
        mapped.wait().await.map_err(|e| failed(&e))?;
        let view = read.get_mapped_range(..).map_err(|e| failed(&e))?;
        let samples = view.get(..to.samples()).ok_or_else(wrong)?.to_vec();
        drop(view);
        Raster::new(to.size, to.channels, samples).map(Value::U8)
    }

    /// Submits nothing. Firefox looks for finished work only every 100 ms or at a submission, so a
    /// caller in a browser does this now and then while it waits.
    pub fn nudge(&self) {
        self.queue.submit([]);
    }

    /// Records and submits all passes; the buffer that will hold the result of step `last`.
    fn submit(&self, steps: &[Step], input: &[u8], from: Shape, last: usize) -> wgpu::Buffer {
        let storage = |shape: Shape| wgpu::BufferDescriptor {
            label: None,
            size: shape.words() as u64 * 4,
            usage: wgpu::BufferUsages::STORAGE
                | wgpu::BufferUsages::COPY_SRC
                | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        };
        let mut values = vec![self.device.create_buffer(&storage(from))];
        // Uploads come in whole words.
        let (whole, rest) = input.split_at(input.len() & !3);
        self.queue.write_buffer(&values[0], 0, whole);
        if !rest.is_empty() {
            let mut word = [0; 4];
            word[..rest.len()].copy_from_slice(rest);
            self.queue
                .write_buffer(&values[0], whole.len() as u64, &word);
        }
        let mut encoder = self
            .device
            .create_command_encoder(&wgpu::CommandEncoderDescriptor::default());
        for step in steps {
            let made = self.device.create_buffer(&storage(step.shape));
            self.dispatch(&mut encoder, step, &values[step.src], &made);
            values.push(made);
        }
        let made = &values[last + 1];
        let read = self.device.create_buffer(&wgpu::BufferDescriptor {
            label: None,
            size: made.size(),
            usage: wgpu::BufferUsages::MAP_READ | wgpu::BufferUsages::COPY_DST,
            mapped_at_creation: false,
        });
        encoder.copy_buffer_to_buffer(made, 0, &read, 0, made.size());
        self.queue.submit([encoder.finish()]);
        read
    }

    fn dispatch(
        &self,
        encoder: &mut wgpu::CommandEncoder,
        step: &Step,
        src: &wgpu::Buffer,
        dst: &wgpu::Buffer,
    ) {
        let params: Vec<u8> = step.params.iter().flat_map(|w| w.to_le_bytes()).collect();
        let params = self
            .device
            .create_buffer_init(&wgpu::util::BufferInitDescriptor {
                label: None,
                contents: &params,
                usage: wgpu::BufferUsages::UNIFORM,
            });
        let entries = [&params, src, dst];
        let entries: [_; 3] = std::array::from_fn(|i| wgpu::BindGroupEntry {
            binding: i as u32,
            resource: entries[i].as_entire_binding(),
        });
        let group = self.device.create_bind_group(&wgpu::BindGroupDescriptor {
            label: None,
            layout: &self.layout,
            entries: &entries,
        });
        let groups = (step.shape.words() as u32).div_ceil(GROUP);
        let rows = groups.div_ceil(MOST_GROUPS);
        let mut pass = encoder.begin_compute_pass(&wgpu::ComputePassDescriptor::default());
        pass.set_pipeline(&self.pipelines[step.shader as usize]);
        pass.set_bind_group(0, &group, &[]);
        pass.dispatch_workgroups(groups.div_ceil(rows), rows, 1);
    }
}

/// Numbers, source, result: the same for every shader.
fn layout(device: &wgpu::Device) -> wgpu::BindGroupLayout {
    let kinds = [
        wgpu::BufferBindingType::Uniform,
        wgpu::BufferBindingType::Storage { read_only: true },
        wgpu::BufferBindingType::Storage { read_only: false },
    ];
    let entries: [_; 3] = std::array::from_fn(|i| wgpu::BindGroupLayoutEntry {
        binding: i as u32,
        visibility: wgpu::ShaderStages::COMPUTE,
        ty: wgpu::BindingType::Buffer {
            ty: kinds[i],
            has_dynamic_offset: false,
            min_binding_size: None,
        },
        count: None,
    });
    device.create_bind_group_layout(&wgpu::BindGroupLayoutDescriptor {
        label: None,
        entries: &entries,
    })
}

fn pipeline(
    device: &wgpu::Device,
    layout: &wgpu::BindGroupLayout,
    shader: Shader,
) -> wgpu::ComputePipeline {
    let module = device.create_shader_module(wgpu::ShaderModuleDescriptor {
        label: Some(shader.name()),
        source: wgpu::ShaderSource::Wgsl(shader.source().into()),
    });
    let layout = device.create_pipeline_layout(&wgpu::PipelineLayoutDescriptor {
        label: None,
        bind_group_layouts: &[Some(layout)],
        immediate_size: 0,
    });
    device.create_compute_pipeline(&wgpu::ComputePipelineDescriptor {
        label: Some(shader.name()),
        layout: Some(&layout),
        module: &module,
        entry_point: Some("main"),
        compilation_options: wgpu::PipelineCompilationOptions::default(),
        cache: None,
    })
}

fn absent(message: String) -> Error {
    Error::new(Code::Unsupported, message)
}

fn failed(e: &dyn std::fmt::Display) -> Error {
    absent(format!("the GPU failed: {e}"))
}
