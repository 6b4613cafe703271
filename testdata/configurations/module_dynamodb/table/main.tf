variable "name" {}
variable "config" { type = any }
locals {
  scaling  = try(var.config.scaling, {})
  replicas = [for replica in try(var.config.replicas, []) : { region = try(replica.region, replica), pitr = try(replica.pitr, null) }]
}
resource "aws_dynamodb_table" "this" {
  name             = var.name
  billing_mode     = try(var.config.mode, "PAY_PER_REQUEST")
  hash_key         = var.config.hash
  range_key        = try(var.config.range, null)
  read_capacity    = try(var.config.capacity.read, null)
  write_capacity   = try(var.config.capacity["write"], null)
  stream_enabled   = can(var.config.stream) ? true : null
  stream_view_type = try(var.config.stream, null)
  dynamic "attribute" {
    for_each = var.config.attributes
    content {
      name = attribute.value[0]
      type = attribute.value[1]
    }
  }
  dynamic "global_secondary_index" {
    for_each = try(var.config.global, [])
    iterator = index
    content {
      name               = index.value.name
      hash_key           = index.value.hash_key
      range_key          = lookup(index.value, "range_key", null)
      projection_type    = index.value.projection_type
      non_key_attributes = lookup(index.value, "non_key_attributes", null)
    }
  }
  dynamic "local_secondary_index" {
    for_each = try(var.config.local, [])
    content {
      name            = local_secondary_index.value.name
      range_key       = local_secondary_index.value.range_key
      projection_type = local_secondary_index.value.projection_type
    }
  }
  ttl {
    enabled        = can(var.config.ttl)
    attribute_name = try(var.config.ttl, "")
  }
  dynamic "replica" {
    for_each = local.replicas
    content {
      region_name            = replica.value.region
      point_in_time_recovery = lookup(replica.value, "pitr", null)
      propagate_tags         = lookup(replica.value, "tags", false)
    }
  }
  point_in_time_recovery { enabled = true }
  server_side_encryption {
    enabled = true
  }
  timeouts {
    create = "10m"
    delete = null
  }
}
resource "aws_appautoscaling_target" "this" {
  for_each           = local.scaling
  resource_id        = "table/${aws_dynamodb_table.this.name}"
  scalable_dimension = "dynamodb:table:${title(each.key)}CapacityUnits"
  service_namespace  = "dynamodb"
  min_capacity       = aws_dynamodb_table.this["${each.key}_capacity"]
  max_capacity       = each.value.max
}
resource "aws_appautoscaling_policy" "this" {
  for_each           = aws_appautoscaling_target.this
  name               = "Dynamo${title(each.key)}:${each.value.resource_id}"
  policy_type        = "TargetTrackingScaling"
  resource_id        = each.value.resource_id
  scalable_dimension = each.value.scalable_dimension
  service_namespace  = each.value.service_namespace
  target_tracking_scaling_policy_configuration {
    target_value = lookup(local.scaling[each.key], "target", 45)
    predefined_metric_specification {
      predefined_metric_type = "DynamoDB${title(each.key)}CapacityUtilization"
    }
  }
}
output "types" { value = { for attribute in aws_dynamodb_table.this.attribute : attribute.name => attribute.type } }
