//! What a training step costs, compared with its matrix products alone, and what an evaluation costs.
//!
//! The step is the book's (784-100-100-100-100-10, ReLU, batch 128): draw a mini-batch, forward,
//! loss, backward, update. The limit is the matrix products alone, computed by the `gemm` crate, which
//! the flex backend also uses, on operands that are already in memory. In each round, all measurements
//! take turns, so that any disturbance of the machine affects both sides of a ratio alike. A benchmark
//! library would measure one after the other, so this file has its own loop.
//!
//! ```sh
//! cargo bench --workspace --profile dev --bench step
//! cargo bench --workspace --profile dev --bench step -- --rounds 2 --steps 3   # only checks that it works
//! ```
//!
//! `--serve` is for `compare.py`: for each input line `NAME STEPS`, the program makes that many steps and
//! prints the microseconds per step.
#![allow(unsafe_code)] // the only function of the `gemm` crate takes pointers

use std::hint::black_box;
use std::io::{self, BufRead, Write};
use std::time::Instant;

use clap::Parser;
use datasets::{DataError, Dataset, TestSet, TrainingSet};
use experiments as _; // its allocator
use extensions::initializers::He;
use models::Mlp;
use training::backend::Backend;
use training::classifier::{initial_mlp, shape};
use training::optimizers::{Named, OPTIMIZERS};
use training::trainer::Trainer;

const WIDTHS: [usize; 6] = [784, 100, 100, 100, 100, 10];
const BATCH: usize = 128;

#[derive(Parser)]
struct Flags {
    /// The number of rounds
    #[arg(long, default_value_t = 30, value_parser = clap::value_parser!(u32).range(1..))]
    rounds: u32,
    /// Steps per turn
    #[arg(long, default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
    /// Make the steps that are requested on standard input
    #[arg(long)]
    serve: bool,
    /// The flag that `cargo bench` adds
    #[arg(long, hide = true)]
    bench: bool,
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let flags = Flags::parse();
    let data = Dataset::mnist().map_err(|error: DataError| error.to_string())?;
    let training = data.training;
    let mut works = vec![Work::Limit(Limit::new())];
    works.extend(OPTIMIZERS.iter().map(|optimizer| Work::step(optimizer, &training)));
    let sgd = OPTIMIZERS.iter().next().expect("SGD is the first one");
    works.push(Work::Evaluation(Box::new(trainer(sgd, &training)), data.test));
    if flags.serve { serve(&mut works) } else { compare(&mut works, &flags) }
}

/// Prints the table of ratios.
fn compare(works: &mut [Work], flags: &Flags) -> Result<(), Box<dyn std::error::Error>> {
    works.iter_mut().for_each(|work| _ = work.microseconds(flags.steps)); // warms up
    let mut rounds: Vec<Vec<f64>> = Vec::new();
    for _ in 0..flags.rounds {
        rounds.push(works.iter_mut().map(|work| work.microseconds(flags.steps)).collect());
    }
    println!("{:10} {:>8}   ratio to the limit [middle half of the rounds]", "", "µs");
    for (i, work) in works.iter().enumerate() {
        let microseconds = quartiles(rounds.iter().map(|round| round[i]));
        let [low, middle, high] = quartiles(rounds.iter().map(|round| round[i] / round[0]));
        let name = work.name();
        println!("{name:10} {:8.1}   {middle:.3} [{low:.3}, {high:.3}]", microseconds[1]);
    }
    Ok(())
}

fn quartiles(numbers: impl Iterator<Item = f64>) -> [f64; 3] {
    let mut sorted: Vec<f64> = numbers.collect();
    sorted.sort_by(f64::total_cmp);
    [1, 2, 3].map(|quarter| sorted[(sorted.len() - 1) * quarter / 4])
}

fn serve(works: &mut [Work]) -> Result<(), Box<dyn std::error::Error>> {
    for line in io::stdin().lock().lines() {
        let line = line?;
        let (name, steps) = line.split_once(' ').ok_or("expected NAME STEPS")?;
        let work = works.iter_mut().find(|work| work.name() == name).ok_or("no such NAME")?;
        println!("{}", work.microseconds(steps.parse()?));
        io::stdout().flush()?;
    }
    Ok(())
}

/// The measurements that take turns.
enum Work {
    Limit(Limit),
    Step(&'static str, Box<Trainer<Mlp>>, TrainingSet),
    /// The accuracy on all test images.
    Evaluation(Box<Trainer<Mlp>>, TestSet),
}

/// A network ready to train with this optimizer.
fn trainer(optimizer: &Named, training: &TrainingSet) -> Trainer<Mlp> {
    let device = Backend::default_compiled().device().expect("it is compiled in").autodiff();
    let shape = shape(&WIDTHS[1..WIDTHS.len() - 1], training);
    let model = initial_mlp(&shape, &He, 0, &device);
    Trainer::new(model, optimizer.build(0.0), optimizer.mnist_rate, BATCH, 0, &device)
}

impl Work {
    /// Training steps with this optimizer.
    fn step(optimizer: &Named, training: &TrainingSet) -> Self {
        Self::Step(optimizer.name, Box::new(trainer(optimizer, training)), training.clone())
    }

    fn name(&self) -> &'static str {
        match self {
            Self::Limit(_) => "limit",
            Self::Step(name, ..) => name,
            Self::Evaluation(..) => "evaluation",
        }
    }

    /// The time of one step or evaluation: the median over `steps`, which ignores steps during which the thread was
    /// not running.
    fn microseconds(&mut self, steps: u32) -> f64 {
        let once = |_| {
            let start = Instant::now();
            match self {
                Self::Limit(limit) => limit.products(),
                Self::Step(_, trainer, training) => _ = black_box(trainer.step(training)),
                Self::Evaluation(trainer, test) => _ = black_box(trainer.accuracy(test)),
            }
            start.elapsed().as_secs_f64() * 1e6
        };
        quartiles((0..steps).map(once))[1]
    }
}

/// The operands of all matrix products of a step, and memory for the results.
struct Limit {
    activations: Vec<Vec<f32>>,
    weights: Vec<Vec<f32>>,
    gradients: Vec<Vec<f32>>,
    product: Vec<f32>,
}

impl Limit {
    fn new() -> Self {
        let some = |n: usize| (0..n).map(|i| (i * 7919 % 1000) as f32 / 500.0 - 1.0).collect();
        let layer_outputs = || WIDTHS.iter().map(|width| some(BATCH * width)).collect();
        let weights = WIDTHS.windows(2).map(|pair| some(pair[0] * pair[1])).collect();
        let product = some(WIDTHS[0] * WIDTHS[1]);
        Self { activations: layer_outputs(), weights, gradients: layer_outputs(), product }
    }

    /// XW of each layer; in the backward pass ∂L/∂X = ∂L/∂(XW) Wᵀ, except for the images, whose gradient
    /// is not needed; and ∂L/∂W = Xᵀ ∂L/∂(XW).
    fn products(&mut self) {
        let Self { activations, weights, gradients, product } = self;
        for (i, pair) in WIDTHS.windows(2).enumerate() {
            let [inputs, outputs] = [pair[0], pair[1]];
            let x = Matrix::new(&activations[i], BATCH, inputs);
            let w = Matrix::new(&weights[i], inputs, outputs);
            let gradient = Matrix::new(&gradients[i + 1], BATCH, outputs);
            multiply(x, w, product);
            if i > 0 {
                multiply(gradient, w.transposed(), product);
            }
            multiply(x.transposed(), gradient, product);
        }
        black_box(product);
    }
}

/// A matrix in memory: rows, columns, and the strides to the next row and the next column.
#[derive(Clone, Copy)]
struct Matrix<'a> {
    entries: &'a [f32],
    size: [usize; 2],
    strides: [usize; 2],
}

impl<'a> Matrix<'a> {
    fn new(entries: &'a [f32], rows: usize, columns: usize) -> Self {
        assert_eq!(entries.len(), rows * columns);
        Self { entries, size: [rows, columns], strides: [columns, 1] }
    }

    fn transposed(self) -> Self {
        let ([rows, columns], [down, right]) = (self.size, self.strides);
        Self { size: [columns, rows], strides: [right, down], ..self }
    }
}

/// The product of `a` and `b`, written row by row into `product` on this thread, as flex calls `gemm`. It
/// shares no code with the product of the layer in one operation, which also allocates, so that the limit
/// is independent of what is measured.
fn multiply(a: Matrix, b: Matrix, product: &mut [f32]) {
    let ([m, k], [k_of_b, n]) = (a.size, b.size);
    assert!(k == k_of_b && m * n <= product.len());
    let [a_strides, b_strides] = [a.strides, b.strides].map(|s| s.map(|stride| stride as isize));
    // SAFETY: by the sizes checked here and in `Matrix::new`, every position that the strides reach lies
    // within its slice, and `product` is not one of the operands.
    unsafe {
        gemm::gemm(
            m,
            n,
            k,
            product.as_mut_ptr(),
            1,
            n as isize,
            false,
            a.entries.as_ptr(),
            a_strides[1],
            a_strides[0],
            b.entries.as_ptr(),
            b_strides[1],
            b_strides[0],
            0.0,
            1.0,
            false,
            false,
            false,
            gemm::Parallelism::None,
        );
    }
}
