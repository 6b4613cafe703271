# What other resources see of arguments that nobody sets: the provider's defaults, of resources of the older SDK.

provider "aws" {
  region                      = "us-east-1"
  access_key                  = "mock"
  secret_key                  = "mock"
  skip_credentials_validation = true
  skip_requesting_account_id  = true
  skip_metadata_api_check     = true
}

variable "nothing" {
  type    = bool
  default = null
}

resource "aws_s3_bucket" "plain" {
  bucket = "acme-plain"
}

resource "aws_kms_key" "plain" {
  is_enabled = var.nothing
}

resource "aws_sqs_queue" "plain" {
  count = 2
  name  = "plain-${count.index}"
}

resource "aws_ebs_volume" "plain" {
  availability_zone = "us-east-1a"
  size              = 1
}

resource "aws_instance" "plain" {
  ami           = "ami-0123456789abcdef0"
  instance_type = "t3.micro"
  metadata_options {
    http_tokens = "required"
  }
  root_block_device {
    encrypted = true
  }
}

resource "aws_lb" "network" {
  load_balancer_type = "network"
  subnets            = ["subnet-1"]
}

# Of the newer SDK: what is not set and not computed is null.
resource "aws_vpc_security_group_ingress_rule" "plain" {
  security_group_id = "sg-1"
  ip_protocol       = "-1"
  cidr_ipv4         = "10.0.0.0/8"
}

data "aws_iam_policy_document" "plain" {
  statement {
    actions   = ["s3:GetObject"]
    resources = ["*"]
  }
}

resource "aws_s3_bucket_public_access_block" "by_defaults" {
  bucket                  = aws_s3_bucket.plain.id
  block_public_acls       = !aws_s3_bucket.plain.force_destroy
  block_public_policy     = aws_s3_bucket.plain.force_destroy == false
  ignore_public_acls      = aws_s3_bucket.plain.force_destroy != null
  restrict_public_buckets = coalesce(aws_s3_bucket.plain.force_destroy, true)
}

resource "aws_ebs_volume" "by_defaults" {
  availability_zone = "us-east-1a"
  size              = coalesce(aws_sqs_queue.plain[0].delay_seconds, 5) + 1
  encrypted         = aws_ebs_volume.plain.final_snapshot == null
  snapshot_id       = aws_ebs_volume.plain.outpost_arn == null ? "snap-1" : "snap-2"
}

resource "terraform_data" "by_defaults" {
  input = {
    enabled       = aws_kms_key.plain.is_enabled
    usage         = lower(aws_kms_key.plain.key_usage)
    spec          = aws_kms_key.plain.customer_master_key_spec
    lockout       = try(aws_kms_key.plain.bypass_policy_lockout_safety_check, true)
    store         = aws_kms_key.plain.custom_key_store_id
    visibility    = aws_sqs_queue.plain[*].visibility_timeout_seconds
    fifo          = [for queue in aws_sqs_queue.plain : queue.fifo_queue]
    endpoint      = aws_instance.plain.metadata_options[0].http_endpoint
    kept          = aws_instance.plain.root_block_device[0].delete_on_termination
    password_data = aws_instance.plain.get_password_data
    idle          = aws_lb.network.idle_timeout
    protected     = aws_lb.network.enable_deletion_protection
    described     = aws_vpc_security_group_ingress_rule.plain.description
    overriding    = data.aws_iam_policy_document.plain.override_policy_documents
    policy_id     = data.aws_iam_policy_document.plain.policy_id
    document      = data.aws_iam_policy_document.plain.version
  }
}
