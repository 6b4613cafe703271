//! Targets -> graphs, with the source that belongs to them.

use super::discover::{Target, discover, holds_configuration, shown};
use super::disk::{DiskAccess, Overlay};
use super::error::CliError;
use super::flags::{InputArgs, RuleArgs};
use super::host::Host;
use super::settings::{self, Settings};
use crate::check::Finding;
use crate::eval::scope::FileAccess;
use crate::eval::{Evaluation, ProblemKind, Project, ProjectOptions, VariableInput};
use crate::graph::{Graph, Origin, from_plan, plan_variables};
use crate::plan;
use crate::report::Secrets;
use crate::schema::Schema;
use crate::text::{FileId, Files, in_parallel};
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, OnceLock};

/// One target, read and evaluated.
pub struct Loaded {
    pub schema: Schema,
    pub settings: Settings,
    /// The root's folder or the plan's file, as it is shown.
    pub name: String,
    pub graph: Graph,
    /// `None` for a plan without source.
    pub source: Option<Source>,
    secrets: OnceLock<Secrets>,
}

impl Loaded {
    /// A root whose configuration has been read.
    pub fn of_project(
        name: String,
        project: Arc<Project>,
        options: ProjectOptions,
        schema: &Schema,
        settings: Settings,
    ) -> Loaded {
        let evaluation = Arc::new(Evaluation::new(project.clone(), schema.clone()));
        Loaded {
            settings,
            schema: schema.clone(),
            name,
            graph: Graph::from_config(evaluation),
            source: Some(Source { project, options, schema: schema.clone() }),
            secrets: OnceLock::new(),
        }
    }
}

/// Configuration that can be evaluated again with other texts.
pub struct Source {
    pub project: Arc<Project>,
    options: ProjectOptions,
    schema: Schema,
}

impl Loaded {
    /// What appears in no output; found on first use.
    pub fn secrets(&self) -> &Secrets {
        self.secrets.get_or_init(|| Secrets::of(&self.graph, &self.schema))
    }

    /// What controls take for credentials is hidden too; to be told before anything is shown.
    pub fn hide_credentials(&self, findings: &[Finding]) {
        let credentials = findings.iter().flat_map(|finding| finding.details().credentials.iter().cloned());
        let _ = self.secrets.set(Secrets::of_graph_and(&self.graph, &self.schema, credentials));
    }

    pub fn is_plan(&self) -> bool {
        self.graph.origin != Origin::Configuration
    }

    pub fn files(&self) -> Files {
        self.source.as_ref().map(|source| source.project.files.clone()).unwrap_or_default()
    }
}

impl Source {
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The same source with texts that an earlier root changed, and its graph.
    pub fn on_top_of(&self, texts: &BTreeMap<String, String>) -> (Source, Graph) {
        let access = Arc::new(Overlay { base: self.project.access.clone(), texts: texts.clone() });
        let project = Arc::new(Project::load_again(access, self.options.clone(), &self.project.parsed_files()));
        let evaluation = Evaluation::new(project.clone(), self.schema.clone());
        let source = Source { project, options: self.options.clone(), schema: self.schema.clone() };
        (source, Graph::from_config(Arc::new(evaluation)))
    }

    /// The graph of the same configuration with some texts replaced.
    pub fn with_texts(&self, texts: &BTreeMap<FileId, String>) -> Graph {
        let path = |id: &FileId| self.project.files.get(*id).path.to_string();
        self.with_paths(&texts.iter().map(|(id, text)| (path(id), text.clone())).collect())
    }

    /// As [`Source::with_texts`], by path.
    pub fn with_paths(&self, texts: &BTreeMap<String, String>) -> Graph {
        let access = Arc::new(Overlay { base: self.project.access.clone(), texts: texts.clone() });
        let project = Project::load_again(access, self.options.clone(), &self.project.parsed_files());
        Graph::from_config(Arc::new(Evaluation::new(Arc::new(project), self.schema.clone())))
    }

    /// The folders of the modules that belong to the tree: not the downloaded ones.
    pub fn own_folders(&self) -> Vec<String> {
        let project = &self.project;
        let mut folders: Vec<String> = Vec::new();
        for (id, file) in project.files.iter().filter(|(id, _)| !project.is_downloaded(*id)) {
            let _ = id;
            let folder = file.path.rsplit_once('/').map_or(".", |(folder, _)| folder).to_owned();
            if !folders.contains(&folder) {
                folders.push(folder);
            }
        }
        folders
    }
}

/// Reads everything that the command line names.
pub fn load(input: &InputArgs, rules: &RuleArgs, host: &Host) -> Result<Vec<Loaded>, CliError> {
    let schema = schema(input)?;
    let targets = discover(&input.paths, input.source.as_deref(), host)?;
    load_targets(targets, input, rules, &schema, &variables(input, host)?)
}

/// A target that is to be judged, and how.
pub struct Chosen {
    target: Target,
    pub settings: Settings,
}

impl Chosen {
    pub fn name(&self) -> &str {
        match &self.target {
            Target::Root(folder) => folder,
            Target::Plan { name, .. } => name,
        }
    }

    pub fn load(self, input: &InputArgs, variables: &[VariableInput], schema: &Schema) -> Result<Loaded, CliError> {
        Ok(Loaded { settings: self.settings, ..load_target(self.target, input, variables, schema)? })
    }
}

/// The targets that the settings do not exclude.
pub fn chosen(targets: Vec<Target>, input: &InputArgs, rules: &RuleArgs) -> Result<Vec<Chosen>, CliError> {
    let choose = |target: Target| -> Result<Option<Chosen>, CliError> {
        let folder = match &target {
            Target::Root(folder) => Path::new(folder),
            Target::Plan { .. } => input.source.as_deref().unwrap_or(Path::new(".")),
        };
        let settings = settings::of_folder(folder, rules)?;
        // What is named itself is judged all the same.
        let named = input.paths.iter().any(|path| path == folder);
        Ok((named || !settings.excludes(folder)?).then_some(Chosen { target, settings }))
    };
    let chosen: Result<Vec<Option<Chosen>>, CliError> = in_parallel(targets, choose).into_iter().collect();
    let chosen = chosen?;
    let excluded = chosen.iter().any(Option::is_none);
    let chosen: Vec<Chosen> = chosen.into_iter().flatten().collect();
    // A hook is given files, whatever the settings exclude.
    if chosen.is_empty() && excluded && input.paths.iter().any(|path| path.is_dir()) {
        let paths: Vec<String> = input.paths.iter().map(|path| shown(path)).collect();
        let help = "`tfmend config` shows `paths` and `exclude`, and where they are set";
        return Err(CliError::usage(format!("{}: every root is excluded by the settings", paths.join(", ")), help));
    }
    Ok(chosen)
}

/// Reads targets that are not excluded.
pub fn load_targets(
    targets: Vec<Target>,
    input: &InputArgs,
    rules: &RuleArgs,
    schema: &Schema,
    variables: &[VariableInput],
) -> Result<Vec<Loaded>, CliError> {
    let chosen = chosen(targets, input, rules)?;
    in_parallel(chosen, |one| one.load(input, variables, schema)).into_iter().collect()
}

fn load_target(
    target: Target,
    input: &InputArgs,
    variables: &[VariableInput],
    schema: &Schema,
) -> Result<Loaded, CliError> {
    match target {
        Target::Root(folder) => {
            let source = load_source(&folder, input, variables, schema)?;
            Ok(Loaded::of_project(folder, source.project, source.options, schema, Settings::default()))
        }
        Target::Plan { name, bytes } => load_plan(name, bytes, input, variables, schema),
    }
}

fn load_plan(
    name: String,
    bytes: Vec<u8>,
    input: &InputArgs,
    variables: &[VariableInput],
    schema: &Schema,
) -> Result<Loaded, CliError> {
    let not_a_plan = |error: plan::PlanError| CliError::NotAPlan { path: name.clone(), reason: error.to_string() };
    let document = Arc::new(plan::read(bytes).map_err(not_a_plan)?);
    let graph = from_plan(document.clone(), schema);
    let loaded = |graph, source| Loaded {
        settings: Settings::default(),
        schema: schema.clone(),
        name,
        graph,
        source,
        secrets: OnceLock::new(),
    };
    if let Some(folder) = &input.source {
        if folder.is_file() {
            return Err(CliError::NoFolder(shown(folder)));
        }
        let (source, evaluation) = plan_source(&shown(folder), &document, input, variables, schema)?;
        return Ok(loaded(graph.with_configuration(evaluation), Some(source)));
    }
    // The working folder is the source when everything in the plan is found there, and nothing else.
    if holds_configuration(Path::new("."))
        && let Ok((source, evaluation)) = plan_source(".", &document, input, variables, schema)
    {
        let joined = from_plan(document, schema).with_configuration(evaluation);
        let other = [ProblemKind::SourceMismatch, ProblemKind::Syntax, ProblemKind::Unreadable];
        let mismatch = joined.problems().iter().any(|problem| other.contains(&problem.kind));
        if !mismatch && joined.resources().any(|(_, resource)| resource.location.is_some()) {
            return Ok(loaded(joined, Some(source)));
        }
    }
    Ok(loaded(graph, None))
}

fn plan_source(
    folder: &str,
    document: &Arc<plan::Document>,
    input: &InputArgs,
    variables: &[VariableInput],
    schema: &Schema,
) -> Result<(Source, Arc<Evaluation>), CliError> {
    let load = |variables: &[VariableInput]| -> Result<(Source, Arc<Evaluation>), CliError> {
        let loaded = load_source(folder, input, variables, schema)?;
        let evaluation = Arc::new(Evaluation::new(loaded.project.clone(), schema.clone()));
        Ok((loaded, evaluation))
    };
    let (source, evaluation) = load(variables)?;
    // The plan was made with values that are not in the folder.
    let planned = plan_variables(document, &evaluation);
    if planned.is_empty() { Ok((source, evaluation)) } else { load(&[variables, &planned].concat()) }
}

fn load_source(
    folder: &str,
    input: &InputArgs,
    variables: &[VariableInput],
    schema: &Schema,
) -> Result<Source, CliError> {
    let access: Arc<dyn FileAccess> = if input.allow_outside {
        Arc::new(DiskAccess::everywhere())
    } else {
        let unreadable = |error: std::io::Error| CliError::unreadable(folder, &error);
        Arc::new(DiskAccess::around(Path::new(folder)).map_err(unreadable)?)
    };
    let options = project_options(folder, input, variables);
    let project = Arc::new(Project::load(access, options.clone()));
    Ok(Source { project, options, schema: schema.clone() })
}

pub fn project_options(folder: &str, input: &InputArgs, variables: &[VariableInput]) -> ProjectOptions {
    let mut options = ProjectOptions::new(folder);
    options.variables = variables.to_vec();
    if let Some(workspace) = input.workspace.clone().or_else(|| selected_workspace(folder)) {
        options.workspace = workspace;
    }
    options
}

/// What `terraform workspace select` noted beside the root.
fn selected_workspace(folder: &str) -> Option<String> {
    let noted = std::fs::read_to_string(Path::new(folder).join(".terraform/environment")).ok()?;
    let name = noted.trim();
    (!name.is_empty()).then(|| name.to_owned())
}

/// `TF_VAR_*`, then files and values in Terraform's order of precedence.
pub fn variables(input: &InputArgs, host: &Host) -> Result<Vec<VariableInput>, CliError> {
    let mut variables = Vec::new();
    for (name, value) in &host.environment {
        if let Some(name) = name.strip_prefix("TF_VAR_") {
            variables.push(VariableInput::Environment { name: name.to_owned(), value: value.clone() });
        }
    }
    for file in &input.var_files {
        if !file.exists() {
            return Err(CliError::Missing(shown(file)));
        }
        variables.push(VariableInput::File { path: shown(file) });
    }
    for text in &input.vars {
        let Some((name, value)) = text.split_once('=') else {
            let help = "write --var NAME=VALUE, for example --var region=eu-west-1";
            return Err(CliError::usage(format!("--var {text}: no value"), help));
        };
        variables.push(VariableInput::CommandLine { name: name.to_owned(), value: value.to_owned() });
    }
    Ok(variables)
}

pub fn schema(input: &InputArgs) -> Result<Schema, CliError> {
    let Some(path) = &input.schema else { return Ok(Schema::builtin().clone()) };
    let name = shown(path);
    let bytes = std::fs::read(path).map_err(|error| CliError::unreadable(name.clone(), &error))?;
    Schema::import(&bytes).map_err(|error| CliError::Unreadable { path: name, reason: error.to_string() })
}
