# What is not set, set to null in different ways, or set to something that is not known.
variable "nothing" {
  type    = string
  default = null
}

variable "flag" {
  default = false
}

locals {
  nothing = null
}

module "vault" {
  source = "./vault"
}

module "vault_with_key" {
  source = "./vault"
  key    = aws_kms_key.k.arn
}

resource "aws_kms_key" "k" {}

resource "aws_ebs_volume" "unset" {
  availability_zone = "us-east-1a"
  size              = 1
}

resource "aws_ebs_volume" "null" {
  availability_zone = "us-east-1a"
  size              = 1
  encrypted         = null
  kms_key_id        = var.nothing
}

resource "aws_ebs_volume" "conditional" {
  availability_zone = "us-east-1a"
  size              = 1
  encrypted         = var.flag ? true : null
  kms_key_id        = var.flag ? aws_kms_key.k.arn : null
}

resource "aws_ebs_volume" "local" {
  availability_zone = "us-east-1a"
  size              = 1
  kms_key_id        = local.nothing
}

resource "aws_ebs_volume" "known" {
  availability_zone = "us-east-1a"
  size              = 1
  encrypted         = true
}

resource "aws_instance" "blocks" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"

  ebs_block_device {
    device_name = "/dev/sdf"
    encrypted   = true
  }

  ebs_block_device {
    device_name = "/dev/sdg"
    kms_key_id  = aws_kms_key.k.arn
  }

  ebs_block_device {
    device_name = "/dev/sdh"
  }
}

resource "aws_instance" "dynamic" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"

  dynamic "ebs_block_device" {
    for_each = { "/dev/sdf" = true, "/dev/sdg" = false }
    content {
      device_name = ebs_block_device.key
      encrypted   = ebs_block_device.value
    }
  }
}

resource "aws_instance" "none" {
  ami           = "ami-12345678"
  instance_type = "t3.micro"
  user_data     = timestamp()
}

resource "aws_launch_template" "t" {
  name = "template"

  block_device_mappings {
    device_name = "/dev/xvda"
    ebs {
      volume_size = 8
    }
  }

  metadata_options {
    http_tokens = "required"
  }
}
