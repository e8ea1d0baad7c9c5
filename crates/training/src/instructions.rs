//! Which instruction set of the CPU computes.
//!
//! Burn's CPU backend chooses it at run time, and it changes the last bits of a result: a fused
//! multiply-add rounds once where a multiplication and an addition round twice, and wider vectors add
//! the terms of a sum in another order. So it belongs to the provenance of a number.
//!
//! Two libraries choose, by different conditions: `gemm` for products of matrices, `macerator` for loops
//! over tensors. The functions here repeat the conditions of `gemm` 0.19 and of `macerator` 0.5. Burn uses
//! AVX-512 in products with its feature `x86-v4`, and `macerator` with its feature `simd`: whether they are
//! on is known here only if the features of this crate with the same names turned them on.

use std::sync::LazyLock;

/// The instruction set that the compiler uses without a choice at run time.
const COMPILED: &str = if cfg!(target_feature = "sse2") { "SSE2" } else { "portable" };

/// The instruction set that this machine computes with, such as `AVX-512`. On a CPU for which `gemm` and
/// `macerator` choose different sets it names both.
///
/// ```
/// let set = training::instructions::instruction_set();
/// assert_eq!(set, training::instructions::instruction_set());
/// ```
pub fn instruction_set() -> &'static str {
    static SET: LazyLock<String> = LazyLock::new(|| both(of_products(), of_loops()));
    &SET
}

fn both(products: &str, loops: &str) -> String {
    match products == loops {
        true => products.into(),
        false => format!("{products} in products, {loops} in loops"),
    }
}

/// What `gemm` chooses: `gemm_def` in its crate `gemm-common`. Its loop for `fma` needs AVX2 too.
fn of_products() -> &'static str {
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    {
        if cfg!(feature = "x86-v4") && is_x86_feature_detected!("avx512f") {
            return "AVX-512";
        }
        if is_x86_feature_detected!("fma") {
            return "AVX2 and FMA";
        }
    }
    #[cfg(target_arch = "aarch64")]
    if std::arch::is_aarch64_feature_detected!("neon") {
        return "NEON";
    }
    COMPILED
}

/// What `macerator` chooses: `Arch::detect` and, in its folder `backend`, the features of each set.
fn of_loops() -> &'static str {
    if !cfg!(feature = "simd") {
        return COMPILED;
    }
    #[cfg(any(target_arch = "x86", target_arch = "x86_64"))]
    {
        macro_rules! has {
            ($($feature:tt),*) => { true $(&& is_x86_feature_detected!($feature))* };
        }
        let v2 = has!("sse", "sse2", "fxsr", "sse3", "ssse3", "sse4.1", "sse4.2", "popcnt");
        let v3 = v2 && has!("avx", "avx2", "f16c", "bmi1", "bmi2", "fma", "lzcnt");
        let v4 = v3 && has!("avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl");
        if v4 && cfg!(target_arch = "x86_64") {
            return "AVX-512";
        }
        if v3 {
            return "AVX2 and FMA";
        }
        if v2 {
            return "SSE4.2";
        }
    }
    #[cfg(target_arch = "aarch64")]
    if std::arch::is_aarch64_feature_detected!("neon") {
        return "NEON";
    }
    COMPILED
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_set_that_both_choose_is_named_once() {
        assert_eq!(both("AVX-512", "AVX-512"), "AVX-512");
        assert_eq!(both("AVX-512", "AVX2 and FMA"), "AVX-512 in products, AVX2 and FMA in loops");
        assert!(instruction_set().contains(of_products()));
        assert!(instruction_set().contains(of_loops()));
    }

    /// What `macerator` says of this machine. `gemm` has no function to ask.
    #[cfg(feature = "simd")]
    #[test]
    fn the_set_of_loops_is_that_of_macerator() {
        let expected = match format!("{:?}", macerator::Arch::detect()).as_str() {
            "V4" | "V4FP16" => "AVX-512",
            "V3" => "AVX2 and FMA",
            "V2" => "SSE4.2",
            "NeonFma" | "NeonF16" => "NEON",
            _ => COMPILED,
        };
        assert_eq!(of_loops(), expected);
    }

    /// A fused multiply-add keeps the small part of a product that rounding would drop, so a product of
    /// matrices tells whether the named set computed it.
    #[cfg(feature = "flex")]
    #[test]
    fn products_round_as_the_named_set_does() {
        use burn::tensor::{Device, Tensor, TensorData};

        const SIZE: usize = 64;
        let small = 1.0 + f32::EPSILON; // (1 + ε)² = 1 + 2ε + ε², where ε² is rounded off
        let device = Device::flex();
        // Each sum is (1 + ε)² − (1 + 2ε): ε² if the second term is fused to the first, else 0.
        let mut left = vec![0.0f32; SIZE * SIZE];
        let mut right = vec![0.0f32; SIZE * SIZE];
        for i in 0..SIZE {
            left[i * SIZE] = -(1.0 + 2.0 * f32::EPSILON);
            left[i * SIZE + 1] = small;
            right[i] = 1.0;
            right[SIZE + i] = small;
        }
        let matrix =
            |entries| Tensor::<2>::from_data(TensorData::new(entries, [SIZE, SIZE]), &device);
        let product: Vec<f32> = matrix(left).matmul(matrix(right)).into_data().iter().collect();
        let fused = of_products() != COMPILED;
        let expected = if fused { f32::EPSILON * f32::EPSILON } else { 0.0 };
        assert!(product.iter().all(|&x| x == expected), "{} {product:?}", instruction_set());
    }
}
