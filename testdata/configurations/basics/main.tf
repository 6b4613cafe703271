variable "names" {
  type    = map(object({ versioned = optional(bool, true), tags = optional(map(string), {}) }))
  default = { logs = {}, data = { versioned = false, tags = { team = "data" } } }
}

locals {
  prefix = "acme-${terraform.workspace}"
  ports  = [22, 80, 443]
  policy = jsonencode({ Version = "2012-10-17", Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }] })
}

module "bucket" {
  source   = "./modules/bucket"
  for_each = var.names
  name     = "${local.prefix}-${each.key}"
  options  = each.value
}

resource "aws_security_group" "web" {
  name = upper("web")
  dynamic "ingress" {
    for_each = local.ports
    content {
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = ingress.value == 22 ? ["10.0.0.0/8"] : ["0.0.0.0/0"]
    }
  }
}

resource "aws_iam_policy" "p" {
  name   = "p"
  policy = local.policy
}

data "aws_iam_policy_document" "d" {
  statement {
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [for b in module.bucket : "arn:aws:s3:::${b.name}"]
    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_sqs_queue" "q" {
  count  = 2
  name   = "q-${count.index}"
  policy = data.aws_iam_policy_document.d.json
  tags   = { arn = aws_security_group.web.arn, n = count.index }
}

output "ids" {
  value = { for k, m in module.bucket : k => m.id }
}
