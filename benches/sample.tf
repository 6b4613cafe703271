# Network and storage of one service; the benchmark repeats this file.

terraform {
  required_version = ">= 1.5"
  required_providers {
    aws = {
      source  = "hashicorp/aws"
      version = "~> 5.0"
    }
  }
}

variable "name" {
  description = "Prefix of the names of all resources"
  type        = string
}

variable "subnets" {
  description = "Subnets by name, with the zone and the network of each"
  type = map(object({
    zone    = string
    network = string
    public  = optional(bool, false)
  }))
  default = {}

  validation {
    condition     = alltrue([for subnet in values(var.subnets) : can(cidrhost(subnet.network, 0))])
    error_message = "Each network must be a valid IPv4 prefix such as 10.0.1.0/24."
  }
}

locals {
  create = var.enabled && length(var.subnets) > 0
  public = { for name, subnet in var.subnets : name => subnet if subnet.public }
  # The first zone holds the gateway.
  zone = try(sort([for subnet in local.public : subnet.zone])[0], null)
  tags = merge(var.tags, {
    Name        = var.name
    Environment = terraform.workspace == "default" ? "development" : terraform.workspace
    ManagedBy   = "terraform"
  })
}

resource "aws_vpc" "this" {
  count = local.create ? 1 : 0

  cidr_block           = var.cidr
  enable_dns_hostnames = true
  enable_dns_support   = true

  tags = merge(local.tags, { Name = "${var.name}-vpc" })
}

resource "aws_subnet" "this" {
  for_each = local.create ? var.subnets : {}

  vpc_id                  = aws_vpc.this[0].id
  availability_zone       = each.value.zone
  cidr_block              = each.value.network
  map_public_ip_on_launch = each.value.public

  tags = merge(local.tags, { Name = format("%s-%s", var.name, each.key) })

  lifecycle {
    ignore_changes = [tags["LastScanned"]]
  }
}

resource "aws_security_group" "service" {
  name_prefix = "${var.name}-"
  description = "Traffic to and from the service"
  vpc_id      = one(aws_vpc.this[*].id)

  dynamic "ingress" {
    for_each = toset(var.ports)
    content {
      description = "Clients on port ${ingress.value}"
      from_port   = ingress.value
      to_port     = ingress.value
      protocol    = "tcp"
      cidr_blocks = var.client_networks
    }
  }

  egress {
    from_port   = 0
    to_port     = 0
    protocol    = "-1"
    cidr_blocks = ["0.0.0.0/0"]
  }
}

resource "aws_s3_bucket" "logs" {
  bucket        = lower("${var.name}-${data.aws_caller_identity.current.account_id}-logs")
  force_destroy = false
  tags          = local.tags
}

resource "aws_s3_bucket_policy" "logs" {
  bucket = aws_s3_bucket.logs.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [
      {
        Sid       = "DenyPlainTransport"
        Effect    = "Deny"
        Principal = "*"
        Action    = ["s3:*"]
        Resource = [
          aws_s3_bucket.logs.arn,
          "${aws_s3_bucket.logs.arn}/*",
        ]
        Condition = { Bool = { "aws:SecureTransport" = "false" } }
      },
    ]
  })
}

resource "aws_iam_role" "service" {
  name               = var.name
  assume_role_policy = <<-EOT
    {
      "Version": "2012-10-17",
      "Statement": [
        {
          "Effect": "Allow",
          "Principal": { "Service": "ecs-tasks.${data.aws_partition.current.dns_suffix}" },
          "Action": "sts:AssumeRole"
        }
      ]
    }
  EOT
}

module "database" {
  source   = "./modules/database"
  for_each = { for database in var.databases : database.name => database }

  name              = each.key
  engine_version    = coalesce(each.value.version, "16.4")
  storage_encrypted = true
  subnet_ids        = [for name, subnet in aws_subnet.this : subnet.id if !var.subnets[name].public]
  depends_on        = [aws_vpc.this]
}

output "subnet_ids" {
  description = "Subnet ids by name"
  value       = { for name, subnet in aws_subnet.this : name => subnet.id }
}
