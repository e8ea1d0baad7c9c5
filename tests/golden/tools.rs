//! Helpers of all groups: the backend and precision of tensors, and how far apart numbers are.

use burn::module::Param;
use burn::tensor::{DType, Device, Tensor, TensorData};
use serde::de::DeserializeOwned;
use training::backend::{Backend, FLEX64};

/// The golden values of a group.
pub fn read<G: DeserializeOwned>(json: &str) -> G {
    serde_json::from_str(json).expect("a golden file has what its test reads")
}

/// A backend and a precision to compute in.
#[derive(Clone, Debug)]
pub struct Place {
    pub device: Device,
    backend: &'static str,
    dtype: DType,
    name: String,
}

impl Place {
    /// Each backend that is compiled in and available on this machine, in 32 bits and, if its device
    /// supports it, in 64 bits.
    pub fn all() -> Vec<Self> {
        let of = |backend: Backend| {
            let device = backend.device().ok()?;
            let place = move |dtype, bits| Self {
                device: device.clone(),
                backend: backend.name,
                dtype,
                name: format!("{backend} in {bits} bits"),
            };
            Some([place(DType::F32, 32), place(DType::F64, 64)])
        };
        // flex64 would change the default of flex, and in 64 bits flex computes the same.
        let backends = Backend::compiled().into_iter().filter(|backend| backend.name != FLEX64);
        let places = backends.filter_map(of).flatten();
        places.filter(|place| place.device.supports_dtype(place.dtype)).collect()
    }

    /// The default backend in 32 bits, which every experiment uses.
    pub fn default() -> Self {
        Self::all().remove(0)
    }

    /// The largest relative error of one rounding: 2^-24 in 32 bits, 2^-53 in 64.
    pub fn rounding(&self) -> f64 {
        if self.is_double() { f64::EPSILON / 2.0 } else { f64::from(f32::EPSILON) / 2.0 }
    }

    pub fn is_double(&self) -> bool {
        self.dtype == DType::F64
    }

    /// Whether the sigmoid is computed in 32 bits although the tensors have 64. This is the case for
    /// Burn's generic sigmoid, which is used by backends without their own. Flex has its own.
    pub fn rounds_sigmoid(&self) -> bool {
        self.is_double() && self.backend != "flex"
    }

    /// A tensor of these values, row by row, on `device` (the device of this place, with or without
    /// autodiff).
    pub fn tensor_on<const D: usize>(
        &self,
        device: &Device,
        values: &[f64],
        shape: [usize; D],
    ) -> Tensor<D> {
        Tensor::from_data(TensorData::new(values.to_vec(), shape), (device, self.dtype))
    }

    /// A parameter of these values, on this place's device with autodiff.
    pub fn parameter<const D: usize>(&self, values: &[f64], shape: [usize; D]) -> Param<Tensor<D>> {
        Param::from_tensor(self.tensor_on(&self.device.clone().autodiff(), values, shape))
    }

    /// The tensor in this place's precision.
    pub fn cast<const D: usize>(&self, tensor: Tensor<D>) -> Tensor<D> {
        tensor.cast(self.dtype)
    }
}

impl std::fmt::Display for Place {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.name)
    }
}

pub fn values<const D: usize>(tensor: Tensor<D>) -> Vec<f64> {
    tensor.into_data().iter().collect()
}

/// The largest difference of two entries, as a fraction of `size`.
pub fn apart(ours: &[f64], golden: &[f64], size: f64) -> f64 {
    assert_eq!(ours.len(), golden.len(), "as many values");
    let differences = ours.iter().zip(golden).map(|(a, b)| (a - b).abs());
    // `max` would ignore a NaN.
    differences.fold(0.0, |largest, d| if d <= largest { largest } else { d }) / size
}

/// The size of the largest entry.
pub fn largest(values: &[f64]) -> f64 {
    values.iter().fold(0.0, |largest, x| x.abs().max(largest))
}

/// How far the cases of a group are from their golden values, on one backend in one precision.
pub struct Differences<'a> {
    group: &'a str,
    place: &'a Place,
    /// The tolerance of a case, in roundings.
    roundings: f64,
    cases: usize,
    largest: f64,
}

impl<'a> Differences<'a> {
    pub fn new(group: &'a str, roundings: f64, place: &'a Place) -> Self {
        Self { group, place, roundings, cases: 0, largest: 0.0 }
    }

    /// Compares a case with the group's tolerance.
    pub fn hold(&mut self, case: &str, apart: f64) {
        let (group, place, tolerance) = (self.group, self.place, self.tolerance());
        println!("{group}: {case}, {place}: {apart:.1e}");
        assert!(apart < tolerance, "{case}, {place}: {apart:.2e} is not below {tolerance:.1e}");
        self.largest = apart.max(self.largest);
        self.cases += 1;
    }

    /// Prints the largest difference.
    pub fn end(self) {
        let Self { group, place, cases, largest, .. } = &self;
        assert!(*cases > 0, "a group without cases");
        let tolerance = self.tolerance();
        println!(
            "== {group}, {place}: largest of {cases} {largest:.1e}, tolerance {tolerance:.1e}"
        );
    }

    fn tolerance(&self) -> f64 {
        self.roundings * self.place.rounding()
    }
}

/// Asserts a difference that rounding cannot explain: at least ten times the tolerance.
pub fn assert_differs(what: &str, apart: f64, roundings: f64, place: &Place) {
    let least = 10.0 * roundings * place.rounding();
    println!("{what}, {place}: differs by {apart:.1e}, as it must by more than {least:.1e}");
    assert!(apart > least, "{what}, {place}: {apart:.2e} is not above {least:.1e}");
}
