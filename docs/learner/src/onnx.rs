//! The network as ONNX, by `burn-onnx`: it runs the network once and records the operations.

use std::error::Error;
use std::path::Path;

use burn::tensor::{Device, Tensor};
use burn_onnx::export::{AxisSpec, InputSpec, OnnxExporter};
use models::Mlp;

/// Exports `mlp`, which is on a device without autodiff, to `file`.
pub fn export(mlp: &Mlp, file: &Path) -> Result<(), Box<dyn Error>> {
    let images = |batch| Tensor::<2>::zeros([batch, 784], &Device::default());
    // From two mini-batches of different sizes it learns that the size is free.
    let axes = [InputSpec::new([AxisSpec::dynamic("batch"), AxisSpec::Static])];
    let exporter = OnnxExporter::new();
    exporter.export_dynamic(mlp, images(2), images(3), &axes, Mlp::forward)?.save(file)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use models::MlpConfig;

    use super::*;

    #[test]
    fn the_file_has_the_layers_of_the_network() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("net.onnx");
        export(&MlpConfig::new(784, vec![5; 2], 10).init(&Device::default()), &file).unwrap();
        let bytes = std::fs::read(&file).unwrap();
        let count = |word: &[u8]| bytes.windows(word.len()).filter(|part| *part == word).count();
        // An activation for each hidden layer, and the name of the size that is free.
        assert!(count(b"Relu") >= 2 && count(b"batch") >= 2, "{bytes:?}");
        let weights = 4 * (784 * 5 + 5 + 5 * 5 + 5 + 5 * 10 + 10);
        assert!((weights..weights + 3000).contains(&bytes.len()), "{} bytes", bytes.len());
    }
}
