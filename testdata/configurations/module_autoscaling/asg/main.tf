variable "name" {}
variable "launch" { type = any }
variable "mixed" {
  type    = any
  default = null
}
variable "size" { type = object({ min = number, max = number, desired = optional(number) }) }
variable "refresh" {
  type    = any
  default = {}
}
variable "schedules" {
  type    = map(any)
  default = {}
}
variable "policies" {
  type    = any
  default = {}
}
variable "hooks" {
  type    = list(map(string))
  default = []
}
variable "tags" {
  type    = map(string)
  default = {}
}
resource "aws_launch_template" "this" {
  name_prefix   = "${var.name}-"
  image_id      = var.launch.image_id
  instance_type = var.launch.instance_type
  user_data     = base64encode(var.launch.user_data)
  ebs_optimized = try(var.launch.ebs_optimized, null)
  dynamic "block_device_mappings" {
    for_each = var.launch.blocks
    content {
      device_name  = block_device_mappings.value.device_name
      no_device    = try(block_device_mappings.value.no_device, null)
      virtual_name = try(block_device_mappings.value.virtual_name, null)
      dynamic "ebs" {
        for_each = flatten([try(block_device_mappings.value.ebs, [])])
        content {
          encrypted   = try(ebs.value.encrypted, null)
          volume_size = try(ebs.value.volume_size, null)
        }
      }
    }
  }
  dynamic "network_interfaces" {
    for_each = var.launch.interfaces
    content {
      delete_on_termination = try(network_interfaces.value.delete_on_termination, null)
      device_index          = try(network_interfaces.value.device_index, null)
      security_groups       = compact(concat(try(network_interfaces.value.security_groups, []), [""]))
    }
  }
  dynamic "metadata_options" {
    for_each = length(var.launch.metadata) > 0 ? [var.launch.metadata] : []
    content {
      http_endpoint               = try(metadata_options.value.http_endpoint, null)
      http_tokens                 = try(metadata_options.value.http_tokens, null)
      http_put_response_hop_limit = try(metadata_options.value.http_put_response_hop_limit, null)
    }
  }
  dynamic "tag_specifications" {
    for_each = var.launch.tags
    content {
      resource_type = tag_specifications.value.resource_type
      tags          = merge(var.tags, tag_specifications.value.tags)
    }
  }
  tags = var.tags
}
resource "aws_autoscaling_group" "this" {
  name_prefix        = var.name
  availability_zones = ["us-east-1a", "us-east-1b"]
  min_size           = var.size.min
  max_size           = var.size.max
  desired_capacity   = var.size.desired
  dynamic "mixed_instances_policy" {
    for_each = var.mixed != null ? [var.mixed] : []
    content {
      dynamic "instances_distribution" {
        for_each = try([mixed_instances_policy.value.distribution], [])
        content {
          on_demand_base_capacity  = try(instances_distribution.value.on_demand_base_capacity, null)
          spot_allocation_strategy = try(instances_distribution.value.spot_allocation_strategy, null)
        }
      }
      launch_template {
        launch_template_specification {
          launch_template_id = aws_launch_template.this.id
          version            = "$Latest"
        }
        dynamic "override" {
          for_each = try(mixed_instances_policy.value.override, [])
          content {
            instance_type     = try(override.value.instance_type, null)
            weighted_capacity = try(override.value.weighted_capacity, null)
            dynamic "instance_requirements" {
              for_each = try([override.value.instance_requirements], [])
              content {
                cpu_manufacturers = try(instance_requirements.value.cpu_manufacturers, [])
                dynamic "memory_mib" {
                  for_each = try([instance_requirements.value.memory_mib], [])
                  content {
                    min = try(memory_mib.value.min, null)
                    max = try(memory_mib.value.max, null)
                  }
                }
                dynamic "vcpu_count" {
                  for_each = try([instance_requirements.value.vcpu_count], [])
                  content {
                    min = try(vcpu_count.value.min, null)
                    max = try(vcpu_count.value.max, null)
                  }
                }
              }
            }
          }
        }
      }
    }
  }
  dynamic "instance_refresh" {
    for_each = length(var.refresh) > 0 ? [var.refresh] : []
    content {
      strategy = instance_refresh.value.strategy
      triggers = try(instance_refresh.value.triggers, null)
      dynamic "preferences" {
        for_each = try([instance_refresh.value.preferences], [])
        content {
          min_healthy_percentage = try(preferences.value.min_healthy_percentage, null)
          checkpoint_percentages = try(preferences.value.checkpoint_percentages, null)
        }
      }
    }
  }
  dynamic "initial_lifecycle_hook" {
    for_each = var.hooks
    content {
      name                 = initial_lifecycle_hook.value.name
      lifecycle_transition = initial_lifecycle_hook.value.lifecycle_transition
      heartbeat_timeout    = lookup(initial_lifecycle_hook.value, "heartbeat_timeout", null)
      default_result       = lookup(initial_lifecycle_hook.value, "default_result", null)
    }
  }
  dynamic "tag" {
    for_each = merge({ "Name" = var.name }, { for k, v in var.tags : k => v if k != "Name" })
    content {
      key                 = tag.key
      value               = tag.value
      propagate_at_launch = true
    }
  }
}
resource "aws_autoscaling_schedule" "this" {
  for_each               = var.schedules
  scheduled_action_name  = each.key
  autoscaling_group_name = aws_autoscaling_group.this.name
  min_size               = try(each.value.min_size, -1)
  desired_capacity       = try(each.value.desired_capacity, null)
  recurrence             = try(each.value.recurrence, null)
  start_time             = try(each.value.start_time, null)
}
resource "aws_autoscaling_policy" "this" {
  for_each               = { for k, v in var.policies : k => v }
  name                   = each.key
  autoscaling_group_name = aws_autoscaling_group.this.name
  policy_type            = "TargetTrackingScaling"
  dynamic "target_tracking_configuration" {
    for_each = try([each.value.target], [])
    content {
      target_value = target_tracking_configuration.value.value
      dynamic "predefined_metric_specification" {
        for_each = try([target_tracking_configuration.value.predefined], [])
        content { predefined_metric_type = predefined_metric_specification.value }
      }
      dynamic "customized_metric_specification" {
        for_each = try([target_tracking_configuration.value.custom], [])
        iterator = custom
        content {
          metric_name = custom.value.metric_name
          namespace   = custom.value.namespace
          statistic   = custom.value.statistic
          dynamic "metric_dimension" {
            for_each = lookup(custom.value, "dimensions", [])
            content {
              name  = metric_dimension.value.name
              value = metric_dimension.value.value
            }
          }
        }
      }
    }
  }
}
output "tags" { value = { for tag in aws_autoscaling_group.this.tag : tag.key => tag.value } }
