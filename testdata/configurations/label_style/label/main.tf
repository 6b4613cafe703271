variable "context" {
  type = any
  default = {
    enabled             = true
    namespace           = null
    stage               = null
    name                = null
    delimiter           = null
    attributes          = []
    tags                = {}
    regex_replace_chars = null
    label_order         = []
  }
}
variable "enabled" {
  type    = bool
  default = null
}
variable "namespace" {
  type    = string
  default = null
}
variable "stage" {
  type    = string
  default = null
}
variable "name" {
  type    = string
  default = null
}
variable "attributes" {
  type    = list(string)
  default = []
}
variable "tags" {
  type    = map(string)
  default = {}
}
variable "label_order" {
  type    = list(string)
  default = null
}

locals {
  defaults = {
    label_order         = ["namespace", "stage", "name", "attributes"]
    regex_replace_chars = "/[^-a-zA-Z0-9]/"
    delimiter           = "-"
    replacement         = ""
  }
  replacement = local.defaults.replacement

  input = {
    enabled    = var.enabled == null ? var.context.enabled : var.enabled
    namespace  = var.namespace == null ? var.context.namespace : var.namespace
    stage      = var.stage == null ? var.context.stage : var.stage
    name       = var.name == null ? var.context.name : var.name
    attributes = compact(distinct(concat(coalesce(var.context.attributes, []), coalesce(var.attributes, []))))
    tags       = merge(var.context.tags, var.tags)
    label_order         = var.label_order == null ? var.context.label_order : var.label_order
    regex_replace_chars = lookup(var.context, "regex_replace_chars", null)
  }

  enabled             = local.input.enabled
  regex_replace_chars = coalesce(local.input.regex_replace_chars, local.defaults.regex_replace_chars)
  string_label_names  = ["namespace", "stage", "name"]
  normalized_labels = { for k in local.string_label_names : k =>
    local.input[k] == null ? "" : replace(local.input[k], local.regex_replace_chars, local.replacement)
  }
  formatted_labels = { for k in local.string_label_names : k => title(lower(local.normalized_labels[k])) }
  attributes = compact(distinct([
    for v in local.input.attributes : lower(v)
  ]))
  label_order = local.input.label_order == null ? local.defaults.label_order : coalescelist(local.input.label_order, local.defaults.label_order)
  tags_context = {
    namespace  = local.formatted_labels["namespace"]
    stage      = lower(local.normalized_labels["stage"])
    name       = local.id
    attributes = join("-", local.attributes)
  }
  generated_tags = {
    for l in setsubtract(keys(local.tags_context), []) :
    title(l) => local.tags_context[l] if length(local.tags_context[l]) > 0
  }
  tags = merge(local.generated_tags, local.input.tags)
  id_context = {
    namespace  = lower(local.normalized_labels.namespace)
    stage      = lower(local.normalized_labels.stage)
    name       = lower(local.normalized_labels.name)
    attributes = lower(replace(join("-", local.attributes), local.regex_replace_chars, local.replacement))
  }
  labels = [for l in local.label_order : local.id_context[l] if length(local.id_context[l]) > 0]
  id     = join("-", local.labels)
}

output "id" {
  value = local.enabled ? local.id : ""
}
output "tags" {
  value = local.enabled ? local.tags : {}
}
output "context" {
  value = merge(local.input, { attributes = local.attributes, label_order = local.label_order })
}
