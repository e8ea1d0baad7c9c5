//! Adds an initializer with orthogonal weights, next to Xavier and He. Explained in
//! docs/guides/own_initializer.md
//!
//! `cargo run -p experiments --example own_initializer -- weight_init_comparison`

use std::process::ExitCode;

use experiments::commands::root;
use extensions::initializers::Initializer;
use extensions::random::Stream;
use training::initializers::{INITIALIZERS, Named};

/// An orthogonal matrix times √2 for ReLU (Saxe et al. 2013,
/// [arXiv 1312.6120](https://arxiv.org/abs/1312.6120)): its rows, or its columns if those are fewer,
/// are perpendicular to one another and of length √2.
pub struct Orthogonal;

impl Initializer for Orthogonal {
    fn weights(&self, shape: &[usize], stream: &mut Stream) -> Vec<f32> {
        let (rows, columns) = (shape[0], shape[1..].iter().product());
        let (few, long) = (usize::min(rows, columns), usize::max(rows, columns));
        // Gram-Schmidt: subtract from each random vector its components along the vectors before it.
        let mut vectors: Vec<Vec<f64>> = Vec::new();
        while vectors.len() < few {
            let mut v: Vec<f64> = (0..long).map(|_| stream.normal()).collect();
            for u in &vectors {
                let along = dot(&v, u);
                v.iter_mut().zip(u).for_each(|(v, u)| *v -= along * u);
            }
            let length = dot(&v, &v).sqrt();
            vectors.push(v.iter().map(|x| x / length).collect());
        }
        let entry = |i: usize| match (i / columns, i % columns) {
            (row, column) if rows <= columns => vectors[row][column],
            (row, column) => vectors[column][row],
        };
        (0..rows * columns).map(|i| (2f64.sqrt() * entry(i)) as f32).collect()
    }
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

static ORTHOGONAL: Named = Named { name: "orthogonal", initializer: &Orthogonal };

fn main() -> ExitCode {
    INITIALIZERS.add(&ORTHOGONAL);
    root::main()
}
