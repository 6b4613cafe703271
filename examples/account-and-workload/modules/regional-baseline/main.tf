terraform {
  required_providers {
    aws = {
      source = "hashicorp/aws"
    }
  }
}

variable "ebs_default_encryption" {
  type    = bool
  default = true
}

variable "config_bucket" {
  type = string
}

variable "config_role_arn" {
  type = string
}

variable "global_resources" {
  description = "Record IAM here; one Region of the account does."
  type        = bool
  default     = false
}

resource "aws_ebs_encryption_by_default" "this" {
  enabled = var.ebs_default_encryption
}

resource "aws_guardduty_detector" "this" {
  enable                       = true
  finding_publishing_frequency = "FIFTEEN_MINUTES"
}

resource "aws_config_configuration_recorder" "this" {
  name     = "default"
  role_arn = var.config_role_arn

  recording_group {
    all_supported                 = true
    include_global_resource_types = var.global_resources
  }
}

resource "aws_config_delivery_channel" "this" {
  name           = "default"
  s3_bucket_name = var.config_bucket

  depends_on = [aws_config_configuration_recorder.this]
}

resource "aws_config_configuration_recorder_status" "this" {
  name       = aws_config_configuration_recorder.this.name
  is_enabled = true

  depends_on = [aws_config_delivery_channel.this]
}

resource "aws_ebs_snapshot_block_public_access" "this" {
  state = "block-all-sharing"
}
