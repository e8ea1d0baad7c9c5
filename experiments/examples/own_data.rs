//! Writes a generated data set, stripes in three directions, in IDX format. Explained in
//! docs/guides/own_data.md
//!
//! `cargo run -p experiments --example own_data -- stripes` (a folder to write into)

use std::fs::{File, create_dir_all};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use datasets::idx::{write_images, write_labels};
use extensions::random::{Purpose, Stream};

const SIDE: usize = 12;

/// An image of horizontal (class 0), vertical (1) or diagonal (2) stripes with a random shift and noise.
fn image(class: usize, stream: &mut Stream) -> Vec<u8> {
    let shift = stream.index(4);
    let pixel = |i: usize| {
        let (row, column) = (i / SIDE, i % SIDE);
        let across = [row, column, row + column][class] + shift;
        let light = if across % 4 < 2 { 180.0 } else { 60.0 };
        (light + 40.0 * stream.normal()).clamp(0.0, 255.0) as u8
    };
    (0..SIDE * SIDE).map(pixel).collect()
}

fn write(folder: &Path, name: &str, count: usize, stream: &mut Stream) -> io::Result<()> {
    let labels: Vec<u8> = (0..count).map(|_| stream.index(3) as u8).collect();
    let pixels: Vec<u8> = labels.iter().flat_map(|&class| image(class.into(), stream)).collect();
    let file = |what| File::create(folder.join(format!("{name}-{what}-ubyte"))).map(BufWriter::new);
    write_images(file("images-idx3")?, SIDE as u32, SIDE as u32, &pixels)?;
    write_labels(file("labels-idx1")?, &labels)
}

fn main() -> io::Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).unwrap_or("stripes".into()));
    create_dir_all(&folder)?;
    let mut stream = Stream::new(0, Purpose::Data);
    write(&folder, "train", 5000, &mut stream)?;
    write(&folder, "t10k", 1000, &mut stream)?;
    println!("--data {}", folder.display());
    Ok(())
}
