resource "aws_s3_bucket" "ends" {
  bucket = "example-ends"
}

resource "aws_s3_bucket" "goes" {
  bucket = "example-goes"
}

resource "aws_s3_bucket" "kept" {
  bucket = "example-kept"
}

resource "aws_s3_bucket_policy" "kept" {
  bucket = aws_s3_bucket.kept.id
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-kept", "arn:aws:s3:::example-kept/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket" "inline" {
  bucket = "example-inline"
  policy = jsonencode({
    Version = "2012-10-17"
    Statement = [{
      Effect    = "Deny"
      Principal = "*"
      Action    = "s3:*"
      Resource  = ["arn:aws:s3:::example-inline", "arn:aws:s3:::example-inline/*"]
      Condition = { Bool = { "aws:SecureTransport" = "false" } }
    }]
  })
}

resource "aws_s3_bucket_logging" "kept" {
  bucket        = aws_s3_bucket.kept.id
  target_bucket = "example-logs"
  target_prefix = "kept/"
}

resource "aws_s3_bucket_versioning" "ends" {
  bucket = aws_s3_bucket.ends.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_versioning" "kept" {
  bucket = aws_s3_bucket.kept.id
  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "kept" {
  bucket = aws_s3_bucket.kept.id
  rule {
    id     = "old"
    status = "Enabled"
    filter {}
    expiration {
      days = 90
    }
  }
}

resource "aws_s3_bucket" "stops" {
  bucket = "example-stops"
}

resource "aws_s3_bucket_versioning" "stops" {
  bucket = aws_s3_bucket.stops.id
  versioning_configuration {
    status = "Suspended"
  }
}

resource "aws_security_group" "narrowed" {
  name        = "narrowed"
  description = "narrowed"
}

resource "aws_security_group" "wide" {
  name        = "wide"
  description = "wide"
}

resource "aws_security_group" "elsewhere" {
  name        = "elsewhere"
  description = "elsewhere"
}

resource "aws_security_group" "forgotten" {
  name        = "forgotten"
  description = "forgotten"
}

resource "aws_vpc_security_group_ingress_rule" "narrowed" {
  security_group_id = aws_security_group.narrowed.id
  cidr_ipv4         = "10.0.0.0/8"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_ingress_rule" "wide" {
  security_group_id = aws_security_group.wide.id
  cidr_ipv4         = "0.0.0.0/0"
  ip_protocol       = "tcp"
  from_port         = 22
  to_port           = 22
}

resource "aws_vpc_security_group_ingress_rule" "elsewhere" {
  security_group_id = aws_security_group.elsewhere.id
  cidr_ipv4         = "10.1.0.0/16"
  ip_protocol       = "tcp"
  from_port         = 443
  to_port           = 443
}

resource "aws_iam_role" "app" {
  name = "app"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

removed {
  from = aws_s3_bucket_policy.goes
  lifecycle {
    destroy = false
  }
}

removed {
  from = aws_vpc_security_group_ingress_rule.forgotten
  lifecycle {
    destroy = false
  }
}

resource "aws_s3_bucket" "listed" {
  bucket = "example-listed"
  acl    = "private"
}

resource "aws_s3_bucket" "granted" {
  bucket = "example-granted"

  grant {
    type        = "Group"
    permissions = ["READ"]
    uri         = "http://acs.amazonaws.com/groups/global/AllUsers"
  }
}

resource "aws_elb" "web" {
  name    = "web"
  subnets = ["subnet-0123456789abcdef0"]

  listener {
    instance_port     = 80
    instance_protocol = "http"
    lb_port           = 80
    lb_protocol       = "http"
  }
}

resource "aws_autoscaling_group" "web" {
  name                 = "web"
  launch_configuration = "web"
  min_size             = 1
  max_size             = 2
  vpc_zone_identifier  = ["subnet-0123456789abcdef0"]
}

resource "aws_iam_role" "moves" {
  name = "moves"
  assume_role_policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "sts:AssumeRole", Principal = { Service = "ec2.amazonaws.com" } }]
  })
}

resource "aws_iam_role_policy" "moves" {
  name = "keys"
  role = aws_iam_role.moves.id
  policy = jsonencode({
    Version   = "2012-10-17"
    Statement = [{ Effect = "Allow", Action = "kms:Decrypt", Resource = "arn:aws:kms:us-east-1:123456789012:key/a" }]
  })
}
