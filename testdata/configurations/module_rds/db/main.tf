variable "identifier" { type = string }
variable "engine" { type = string }
variable "engine_version" {
  type    = string
  default = "8.0.35"
}
variable "size" {
  type = object({ storage = optional(number, 20), class = string, iops = optional(number) })
}
variable "parameters" {
  type    = list(map(string))
  default = []
}
variable "options" {
  type    = any
  default = []
}
variable "monitoring" {
  type    = object({ interval = optional(number, 0), role = optional(string) })
  default = {}
}
variable "logs" {
  type    = list(string)
  default = []
}
variable "replicas" {
  type    = number
  default = 0
}
locals {
  major  = split(".", var.engine_version)[0]
  family = { postgres = "postgres${local.major}", mysql = "mysql${join(".", slice(split(".", var.engine_version), 0, 2))}" }[var.engine]
  monitored = var.monitoring.interval > 0
}
resource "aws_db_parameter_group" "this" {
  name_prefix = "${lower(var.identifier)}-"
  family      = local.family
  dynamic "parameter" {
    for_each = var.parameters
    content {
      name         = parameter.value.name
      value        = parameter.value.value
      apply_method = lookup(parameter.value, "apply_method", null)
    }
  }
}
resource "aws_db_option_group" "this" {
  count                = length(var.options) > 0 ? 1 : 0
  name                 = lower(var.identifier)
  engine_name          = var.engine
  major_engine_version = regex("^[0-9]+\\.[0-9]+", var.engine_version)
  dynamic "option" {
    for_each = var.options
    content {
      option_name = option.value.option_name
      port        = lookup(option.value, "port", null)
      dynamic "option_settings" {
        for_each = lookup(option.value, "option_settings", [])
        content {
          name  = lookup(option_settings.value, "name", null)
          value = lookup(option_settings.value, "value", null)
        }
      }
    }
  }
}
resource "aws_iam_role" "monitoring" {
  count              = local.monitored && var.monitoring.role == null ? 1 : 0
  name_prefix        = "monitoring-"
  assume_role_policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "monitoring.rds.amazonaws.com" } }] })
}
resource "aws_db_instance" "this" {
  count                           = 1 + var.replicas
  identifier                      = count.index == 0 ? lower(var.identifier) : format("%s-replica-%d", lower(var.identifier), count.index)
  replicate_source_db             = count.index == 0 ? null : lower(var.identifier)
  engine                          = count.index == 0 ? var.engine : null
  engine_version                  = count.index == 0 ? var.engine_version : null
  instance_class                  = var.size.class
  allocated_storage               = count.index == 0 ? var.size.storage : null
  iops                            = var.size.iops
  storage_type                    = var.size.iops == null ? "gp3" : "io1"
  username                        = count.index == 0 ? "admin" : null
  manage_master_user_password     = count.index == 0 ? true : null
  parameter_group_name            = aws_db_parameter_group.this.name
  option_group_name               = try(aws_db_option_group.this[0].name, null)
  monitoring_interval             = var.monitoring.interval
  monitoring_role_arn             = local.monitored ? coalesce(var.monitoring.role, one(aws_iam_role.monitoring[*].arn)) : null
  enabled_cloudwatch_logs_exports = var.logs
  storage_encrypted               = true
  skip_final_snapshot             = false
  final_snapshot_identifier       = "final-${lower(var.identifier)}-${count.index}"
  backup_retention_period         = count.index == 0 ? 14 : 0
  copy_tags_to_snapshot           = true
  timeouts {
    create = "90m"
  }
  lifecycle {
    ignore_changes = [engine_version]
  }
}
resource "aws_cloudwatch_log_group" "this" {
  for_each          = toset([for log in var.logs : log if var.engine != "oracle"])
  name              = "/aws/rds/instance/${lower(var.identifier)}/${each.value}"
  retention_in_days = 7
}
output "family" { value = local.family }
