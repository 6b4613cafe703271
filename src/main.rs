fn main() -> std::process::ExitCode {
    tfmend::cli::main()
}
