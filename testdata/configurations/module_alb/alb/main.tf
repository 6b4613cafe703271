variable "create" {
  type    = bool
  default = true
}
variable "name" {
  type    = string
  default = null
}
variable "subnets" { type = list(string) }
variable "listeners" {
  type    = any
  default = {}
}
variable "target_groups" {
  type    = any
  default = {}
}
locals {
  listener_rules = flatten([
    for listener_key, listener in var.listeners : [
      for rule_key, rule in lookup(listener, "rules", {}) :
      merge(rule, { listener_key = listener_key, rule_key = rule_key })
    ]
  ])
}
resource "aws_lb" "this" {
  count                      = var.create ? 1 : 0
  name                       = var.name
  subnets                    = var.subnets
  enable_deletion_protection = true
  idle_timeout               = 120
  drop_invalid_header_fields = true
}
resource "aws_lb_target_group" "this" {
  for_each    = { for k, v in var.target_groups : k => v if var.create }
  name        = try(each.value.name, "${var.name}-${each.key}")
  port        = try(each.value.target_type, null) == "lambda" ? null : try(each.value.port, 80)
  protocol    = try(each.value.protocol, "HTTP")
  vpc_id      = "vpc-1"
  target_type = try(each.value.target_type, null)
  dynamic "health_check" {
    for_each = try([each.value.health_check], [])
    content {
      enabled  = try(health_check.value.enabled, null)
      path     = try(health_check.value.path, null)
      matcher  = try(health_check.value.matcher, null)
      interval = try(health_check.value.interval, 15)
    }
  }
  dynamic "stickiness" {
    for_each = try([each.value.stickiness], [])
    content {
      type            = stickiness.value.type
      cookie_duration = try(stickiness.value.cookie_duration, null)
    }
  }
}
resource "aws_lb_listener" "this" {
  for_each          = { for k, v in var.listeners : k => v if var.create }
  load_balancer_arn = aws_lb.this[0].arn
  port              = try(each.value.port, 443)
  protocol          = try(each.value.protocol, "HTTPS")
  certificate_arn   = try(each.value.certificate_arn, null)
  ssl_policy        = contains(["HTTPS", "TLS"], try(each.value.protocol, "HTTPS")) ? try(each.value.ssl_policy, "ELBSecurityPolicy-TLS13-1-2-2021-06") : try(each.value.ssl_policy, null)
  dynamic "default_action" {
    for_each = try([each.value.forward], [])
    content {
      type             = "forward"
      order            = try(default_action.value.order, null)
      target_group_arn = try(aws_lb_target_group.this[default_action.value.target_group_key].arn, default_action.value.arn)
    }
  }
  dynamic "default_action" {
    for_each = try([each.value.redirect], [])
    content {
      type = "redirect"
      redirect {
        host        = try(default_action.value.host, null)
        port        = try(default_action.value.port, null)
        protocol    = try(default_action.value.protocol, null)
        status_code = default_action.value.status_code
      }
    }
  }
}
resource "aws_lb_listener_rule" "this" {
  for_each     = { for v in local.listener_rules : "${v.listener_key}/${v.rule_key}" => v if var.create }
  listener_arn = try(each.value.listener_arn, aws_lb_listener.this[each.value.listener_key].arn)
  priority     = try(each.value.priority, null)
  dynamic "action" {
    for_each = [for action in each.value.actions : action if action.type == "fixed-response"]
    content {
      type = "fixed-response"
      fixed_response {
        content_type = action.value.content_type
        message_body = try(action.value.message_body, null)
        status_code  = try(action.value.status_code, null)
      }
    }
  }
  dynamic "action" {
    for_each = [for action in each.value.actions : action if action.type == "weighted-forward"]
    content {
      type = "forward"
      forward {
        dynamic "target_group" {
          for_each = try(action.value.target_groups, [])
          content {
            arn    = aws_lb_target_group.this[target_group.value.target_group_key].arn
            weight = try(target_group.value.weight, null)
          }
        }
        dynamic "stickiness" {
          for_each = try([action.value.stickiness], [])
          content {
            duration = try(stickiness.value.duration, 60)
            enabled  = try(stickiness.value.enabled, null)
          }
        }
      }
    }
  }
  dynamic "condition" {
    for_each = try(each.value.conditions, [])
    content {
      dynamic "path_pattern" {
        for_each = try([condition.value.path_pattern], [])
        content { values = path_pattern.value.values }
      }
      dynamic "host_header" {
        for_each = try([condition.value.host_header], [])
        content { values = host_header.value.values }
      }
      dynamic "http_header" {
        for_each = try([condition.value.http_header], [])
        content {
          http_header_name = http_header.value.http_header_name
          values           = http_header.value.values
        }
      }
      dynamic "query_string" {
        for_each = try(flatten([condition.value.query_string]), [])
        content {
          key   = try(query_string.value.key, null)
          value = try(query_string.value.value, null)
        }
      }
    }
  }
}
output "ports" { value = { for k, v in aws_lb_listener.this : k => v.port } }
