variable "as_set" {
  type    = set(number)
  default = [443, 80, 8080]
}
variable "as_map" {
  type    = map(object({ port = number, cidrs = list(string) }))
  default = { b = { port = 2, cidrs = ["10.0.0.0/8"] }, a = { port = 1, cidrs = [] } }
}
variable "as_list" {
  type    = list(string)
  default = ["x", "y"]
}
resource "aws_security_group" "all" {
  name = "all"
  dynamic "ingress" {
    for_each = var.as_set
    content {
      from_port   = ingress.value
      to_port     = ingress.key
      protocol    = "tcp"
      description = "set"
    }
  }
  dynamic "ingress" {
    for_each = var.as_map
    iterator = entry
    content {
      from_port   = entry.value.port
      to_port     = entry.value.port
      protocol    = "udp"
      cidr_blocks = entry.value.cidrs
      description = entry.key
    }
  }
  ingress {
    from_port   = 9
    to_port     = 9
    protocol    = "tcp"
    description = "static"
  }
  dynamic "ingress" {
    for_each = { for index, name in var.as_list : name => index }
    content {
      from_port   = 100 + ingress.value
      to_port     = 100 + ingress.value
      protocol    = "tcp"
      self        = index(var.as_list, ingress.key) == 1
      description = "${ingress.key}:${ingress.value}"
    }
  }
}
resource "aws_wafv2_web_acl" "acl" {
  name  = "acl"
  scope = "REGIONAL"
  default_action {
    dynamic "allow" {
      for_each = true ? [1] : []
      content {}
    }
    dynamic "block" {
      for_each = false ? [1] : []
      content {}
    }
  }
  dynamic "rule" {
    for_each = [
      { name = "common", priority = 1, excluded = ["SizeRestrictions_BODY", "NoUserAgent_HEADER"] },
      { name = "bad-inputs", priority = 2, excluded = [] },
    ]
    content {
      name     = rule.value.name
      priority = rule.value.priority
      override_action {
        none {}
      }
      statement {
        managed_rule_group_statement {
          name        = "AWSManaged${replace(title(replace(rule.value.name, "-", " ")), " ", "")}"
          vendor_name = "AWS"
          dynamic "rule_action_override" {
            for_each = toset(rule.value.excluded)
            iterator = excluded
            content {
              name = excluded.value
              action_to_use {
                dynamic "count" {
                  for_each = rule.key == 0 ? ["once"] : []
                  content {}
                }
              }
            }
          }
        }
      }
      visibility_config {
        cloudwatch_metrics_enabled = true
        metric_name                = format("%s-%02d", rule.value.name, rule.key)
        sampled_requests_enabled   = rule.key % 2 == 0
      }
    }
  }
  visibility_config {
    cloudwatch_metrics_enabled = false
    metric_name                = "acl"
    sampled_requests_enabled   = false
  }
}
