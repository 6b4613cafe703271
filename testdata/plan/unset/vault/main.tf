terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "key" {
  type    = string
  default = null
}

resource "aws_ebs_volume" "v" {
  availability_zone = "us-east-1a"
  size              = 1
  kms_key_id        = var.key
}

resource "aws_sns_topic" "t" {
  name              = "t"
  kms_master_key_id = var.key == null ? null : aws_ebs_volume.v.arn
}
