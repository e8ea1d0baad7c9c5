//! What a file is that is neither Burn's nor safetensors, and how to make one of these of it.
//!
//! The recipes in full are in docs/from-pytorch.md, and `tests/saved/state_dicts.py` runs them.

/// A sentence that says what a file is, by its first bytes or else by the ending of its name, and what to do.
pub(super) fn advice(bytes: &[u8], ending: Option<&str>) -> String {
    let (is, advice) = recognized(bytes)
        .or_else(|| by_ending(&ending.unwrap_or_default().to_lowercase()))
        .unwrap_or(("it is neither a Burn file (.bpk) nor a safetensors file", ""));
    match advice {
        "" => is.into(),
        advice => format!("{is}; {advice}"),
    }
}

/// What it is, and what to do.
type Advice = (&'static str, &'static str);

const TORCH: Advice = (
    "it is a file of torch.save (a pickle, which can run code when it is opened, so it is not read here)",
    "in Python: safetensors.torch.save_file(torch.load(FILE, weights_only=True), \"model.safetensors\"); \
     for a file that holds a whole model, its state_dict()",
);
const PICKLE: Advice = (
    "it is a pickle, which can run code when it is opened, so it is not read here",
    "for a file that you trust, in Python: safetensors.numpy.save_file(pickle.load(open(FILE, \"rb\")), \
     \"model.safetensors\")",
);
const NPZ: Advice = (
    "it is an archive of NumPy arrays (.npz)",
    "in Python: safetensors.numpy.save_file(dict(numpy.load(FILE)), \"model.safetensors\")",
);
const NPY: Advice = (
    "it is a single NumPy array (.npy), and a network has several",
    "in Python: safetensors.numpy.save_file({\"0.weight\": …, \"0.bias\": …}, \"model.safetensors\")",
);
const KERAS: Advice = (
    "it is a Keras model (.keras)",
    "in Python: model.save_weights(\"model.weights.h5\"), and then the recipe for .h5 in \
     docs/from-pytorch.md",
);
const ZIP: Advice =
    ("it is a zip archive", "unpack it, and name the .safetensors or .bpk file in it");
const HDF5: Advice = (
    "it is an HDF5 file (.h5), as Keras writes",
    "save its kernels (transposed) and biases with safetensors.numpy.save_file: the recipe is in \
     docs/from-pytorch.md",
);
const ONNX: Advice = (
    "it is an ONNX model",
    "in Python: safetensors.numpy.save_file({t.name: onnx.numpy_helper.to_array(t).copy() for t in \
     onnx.load(FILE).graph.initializer}, \"model.safetensors\")",
);
const GGUF: Advice = (
    "it is a GGUF file, which holds a language model",
    "only networks of linear layers that classify images are read",
);
const MPK: Advice = (
    "it is a record of an older Burn (.mpk)",
    "load it with the version of Burn that wrote it, and save the module with burn_store's \
     SafetensorsStore or BurnpackStore",
);
const TFLITE: Advice = (
    "it is a TensorFlow Lite model (.tflite)",
    "save the Keras model from which it was made: the recipe for .h5 is in docs/from-pytorch.md",
);
const TENSORFLOW: Advice = (
    "it is a part of a TensorFlow model",
    "load it in Keras; then the recipe for .h5 in docs/from-pytorch.md",
);
const GZIP: Advice = ("it is compressed with gzip", "unpack it with gunzip");
const IMAGE: Advice =
    ("it is a picture", "--model takes the network, and pictures are named without a flag");
const IDX: Advice = (
    "it is an IDX file of images or labels",
    "--model takes the network, and the images are named without a flag",
);
const LFS: Advice = ("it is a Git LFS pointer, not the file itself", "run `git lfs pull`");
const WEB_PAGE: Advice =
    ("it is a web page, not the file that was to be downloaded", "download the file itself");
const JSON: Advice = (
    "it is a JSON file, such as the index or the configuration of a network",
    "name the .safetensors file next to it",
);

fn recognized(bytes: &[u8]) -> Option<Advice> {
    let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    Some(match bytes {
        [] => ("it is empty", ""),
        [b'P', b'K', 3, 4, ..] if holds(b"data.pkl") => TORCH,
        [b'P', b'K', 3, 4, ..] if holds(b".npy") => NPZ,
        [b'P', b'K', 3, 4, ..] if holds(b"config.json") || holds(b"metadata.json") => KERAS,
        [b'P', b'K', 3 | 5, 4 | 6, ..] => ZIP,
        // The magic number 0x1950a86a20f9469cfc6c as a pickle: torch.save before PyTorch 1.6.
        [0x80, 2, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, ..] => TORCH,
        [0x80, 2..=5, ..] if holds(b"torch") => TORCH,
        [0x80, 0..=5, ..] => PICKLE,
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => NPY,
        [0x89, b'H', b'D', b'F', ..] => HDF5,
        [b'G', b'G', b'U', b'F', ..] => GGUF,
        // A map with the key "metadata", as MessagePack.
        [0x80..=0x8f, 0xa8, b'm', b'e', b't', b'a', ..] => MPK,
        [_, _, _, _, b'T', b'F', b'L', b'3', ..] => TFLITE,
        // The version of the format, and then the name of the program that wrote it.
        [8, 1..=20, 0x12, ..] => ONNX,
        [0x1f, 0x8b, ..] => GZIP,
        [0x89, b'P', b'N', b'G', ..] | [0xff, 0xd8, 0xff, ..] => IMAGE,
        [0, 0, 8, 1 | 3, ..] => IDX,
        _ if bytes.starts_with(b"version https://git-lfs") => LFS,
        _ if bytes.trim_ascii_start().starts_with(b"<") => WEB_PAGE,
        _ if bytes.trim_ascii_start().starts_with(b"{") => JSON,
        _ => return None,
    })
}

fn by_ending(ending: &str) -> Option<Advice> {
    Some(match ending {
        "pt" | "pth" | "ckpt" | "bin" => TORCH,
        "pkl" | "pickle" => PICKLE,
        "npz" => NPZ,
        "npy" => NPY,
        "h5" | "hdf5" => HDF5,
        "keras" => KERAS,
        "onnx" => ONNX,
        "gguf" | "ggml" => GGUF,
        "mpk" => MPK,
        "tflite" => TFLITE,
        "pb" => TENSORFLOW,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_recognized_by_its_bytes_and_else_by_its_ending() {
        for (bytes, ending, expected) in [
            (&b""[..], "safetensors", "empty"),
            (b"PK\x03\x04........archive/data.pkl", "npz", "torch.save"),
            (b"PK\x03\x04........W1.npy", "pt", "NumPy arrays (.npz)"),
            (b"PK\x03\x04........config.json", "zip", "Keras"),
            (b"PK\x05\x06", "zip", "zip archive"),
            (b"\x80\x02\x8a\x0a\x6c\xfc\x9c\x46\xf9\x20\x6a", "x", "torch.save"),
            (b"\x80\x04\x95....", "pt", "is a pickle"),
            (b"\x93NUMPY\x01", "x", "single NumPy array"),
            (b"\x89HDF\r\n\x1a\n", "x", "HDF5"),
            (b"GGUF\x03", "x", "language model"),
            (b"\x83\xa8metadata", "x", "older Burn"),
            (b"\x18\0\0\0TFL3", "x", "Lite"),
            (b"\x08\x0e\x12\x07pytorch", "x", "ONNX"),
            (b"\x1f\x8b\x08", "bpk", "gunzip"),
            (b"\x89PNG\r\n\x1a\n", "png", "picture"),
            (b"\0\0\x08\x03\0\0", "x", "IDX"),
            (b"version https://git-lfs.github.com/spec/v1", "x", "git lfs pull"),
            (b"<!DOCTYPE html>", "x", "web page"),
            (b"{\"metadata\": {}}", "json", "JSON"),
            (b"something", "ckpt", "torch.save"),
            (b"something", "H5", "HDF5"),
            (b"something", "onnx", "ONNX"),
            (b"something", "mpk", "older Burn"),
            (b"something", "pb", "TensorFlow"),
            (b"something", "txt", "neither"),
        ] {
            let said = advice(bytes, Some(ending));
            assert!(said.contains(expected), "{ending}: {said}");
        }
    }
}
