//! The command line that the page shows under a run.

use lab::shell::quoted;
use playground::Settings;
use training::backend::Backend;

/// The command that trains the network of these settings for so many steps on this backend, and saves it, before the
/// flags of its data set.
pub fn command(settings: &Settings, backend: Backend, iterations: &str) -> String {
    let hidden: Vec<String> = settings.hidden.iter().map(usize::to_string).collect();
    let batch_norm = if settings.batch_norm { " --batch-norm" } else { "" };
    let backend = match backend == Backend::default_compiled() {
        true => String::new(),
        false => format!(" --backend {backend}"),
    };
    format!(
        "cargo run -p experiments --bin train -- --save network.safetensors --iterations {} --hidden {} \
         --activation {} --initial-weights {} --optimizer {} --learning-rate {} --batch-size {} \
         --weight-decay {} --dropout {}{batch_norm} --images {} --seed {}{backend}",
        iterations,
        hidden.join(","),
        quoted(&settings.activation),
        settings.initial_weights,
        quoted(&settings.optimizer),
        settings.learning_rate,
        settings.batch_size,
        settings.weight_decay,
        settings.dropout,
        settings.images,
        settings.seed,
    )
}
